import * as z from 'zod/mini';

/** The closed list of error codes, on every line and over HTTP. */
export const errorCodes = [
  'invalid',
  'forbidden',
  'notFound',
  'conflict',
  'limited',
  'full',
  'closed',
  'unavailable',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** An expected failure. Its code is sent as it is; its message is for logs and developers. */
export class AppError extends Error {
  readonly code: ErrorCode;
  /** The name of the bound that was met, for a code with several bounds. */
  readonly bound: string | undefined;
  /** The address of the room lines, when the room belongs to another node. */
  readonly at: string | undefined;

  constructor(code: ErrorCode, message: string, bound?: string, at?: string) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.bound = bound;
    this.at = at;
  }
}

/** The limits of a tier, as a refusal names them. */
export const limitNames = ['spaces', 'sessionMinutes', 'hostAccounts', 'participants', 'recordingBytes'] as const;

/** The limit that an act met: which one, whose it is, and what can be done. */
export const MetLimit = z.object({
  limit: z.enum(limitNames),
  /** The value of the limit. */
  most: z.number(),
  /** The name of the organisation whose limit it is. */
  whose: z.string(),
  /** The name of its tier. */
  tier: z.string(),
  remedies: z.array(z.enum(['removeOne', 'changeTier', 'waitForSomeoneToLeave'])),
});
export type MetLimit = z.infer<typeof MetLimit>;

/** An act met a limit of the organisation's tier. The client makes words of `met`. */
export class LimitMet extends AppError {
  readonly met: MetLimit;

  constructor(message: string, met: MetLimit) {
    super('full', message, met.limit);
    this.met = met;
  }
}

/** An error as it is sent. The client turns the code into words of the person's language. */
export const Failure = z.object({
  ok: z.literal(false),
  code: z.enum(errorCodes),
  message: z.string(),
  bound: z.optional(z.string()),
  /** The address of the room lines, when the room belongs to another node. */
  at: z.optional(z.string()),
  /** The limit of a tier that was met. */
  met: z.optional(MetLimit),
});
export type Failure = z.infer<typeof Failure>;

/** The one answer to a command: ok with a value, or an error code. */
export type Reply<Value = unknown> = { ok: true; value: Value } | Failure;

/**
 * Turns an error into the form that is sent; an error that is no `AppError` becomes `internal`, without its message.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof AppError) {
    const { code, message, bound, at } = error;
    const met = error instanceof LimitMet ? { met: error.met } : {};
    return { ok: false, code, message, ...(bound !== undefined && { bound }), ...(at !== undefined && { at }), ...met };
  }
  return { ok: false, code: 'internal', message: 'Something failed on the server.' };
}

/** Ends a `switch` over a union: a missing case is a type error. @throws when it is reached */
export function assertNever(value: never): never {
  throw new Error(`Unexpected case: ${JSON.stringify(value)}`);
}
