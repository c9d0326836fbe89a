import type { Contract, Limit } from '@plenum/shared/core/contract';
import { AppError } from '@plenum/shared/core/errors';
import { isShallow } from '@plenum/shared/core/wire';
import { TokenBucket } from '../room/TokenBucket.ts';

/** The refused messages that a line may cause before it counts as flooding. */
const tolerated = { burst: 200, perSecond: 20 } as const;
/** Bytes: a full page of a board and a third more at once; then a megabyte a second. */
const bytesPerLine = { burst: 8 * 1_048_576, perSecond: 1_048_576 } as const;

/** Refuses a message that is nested too deeply for any command. @throws AppError `invalid` */
export function requireShallow(message: unknown): void {
  if (!isShallow(message)) throw new AppError('invalid', 'This message is nested too deeply.');
}

/** The error for a message of a line that has used up its allowance. */
export function tooManyMessages(): AppError {
  return new AppError('limited', 'This line sends more than all commands together allow. Wait a moment and send less.');
}

/**
 * The limit of one line: the sum of the limits of all its messages. A client that keeps the limit of each message never
 * reaches this one; repeated, unknown and refused messages count too.
 */
export function lineLimit(contracts: readonly Contract[], kind: 'commands' | 'requests'): Limit {
  const limits = contracts.flatMap((contract) => Object.values(contract[kind])).map(({ limit }) => limit);
  return {
    // One more, because of rounding.
    burst: limits.reduce((sum, { burst }) => sum + burst, 1),
    perSecond: limits.reduce((sum, { perSecond }) => sum + perSecond, 0),
  };
}

/** Counts the messages and bytes of one line before they are parsed, and its refusals. */
export class Allowance {
  readonly #messages: TokenBucket;
  readonly #bytes: TokenBucket;
  readonly #refusals: TokenBucket;
  readonly #now: () => number;

  /** @param now monotonic ms */
  constructor(messages: Limit, now: () => number) {
    this.#now = now;
    this.#messages = new TokenBucket(messages, now());
    this.#bytes = new TokenBucket(bytesPerLine, now());
    this.#refusals = new TokenBucket(tolerated, now());
  }

  /** Counts one message; false when it is one too many or too large at this time. */
  takes(bytes: number): boolean {
    return this.#messages.take(this.#now()) && this.#bytes.take(this.#now(), bytes);
  }

  /** Counts one refusal; false when it is one too many: the caller closes the line as flooding. */
  tolerates(): boolean {
    return this.#refusals.take(this.#now());
  }
}
