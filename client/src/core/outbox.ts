import { AppError, Failure } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';
import type { PendingSend } from './store.ts';

/** How long a command may stay without an answer, in ms. */
const longestAge = 30_000;
/** Wait before a command that the server could not do now is asked again, in ms. */
const retryDelay = 1_000;
const Reply = z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), value: z.unknown() }), Failure]);

interface Entry extends PendingSend {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: AppError) => void;
  readonly expiry: ReturnType<typeof setTimeout>;
}

interface OutboxOptions {
  /** Puts it on the line; does nothing while there is none, for `resend` comes later. */
  readonly transmit: (send: PendingSend) => void;
  readonly onChange: (pending: readonly PendingSend[]) => void;
}

/** Commands not yet answered. Each keeps its key over all tries, so that the server does it once. */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Resolves with the server's raw value. @throws AppError with the server's code, or `unavailable` after 30 s */
  add(name: string, input: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const key = createKey();
      const expiry = setTimeout(() => this.#giveUp(key), longestAge);
      const entry = { key, name, input, at: Date.now(), resolve, reject, expiry };
      this.#entries.set(key, entry);
      this.#changed();
      this.#options.transmit(entry);
    });
  }

  /** The line is open again: everything that was not answered goes out once more, in order. */
  resend(): void {
    for (const key of this.#entries.keys()) this.#again(key);
  }

  /** An answer came. Ignored when the command is settled already. */
  answered(key: string, raw: unknown): void {
    const reply = Reply.safeParse(raw);
    if (!reply.success) return this.#settle(key, new AppError('internal', 'The answer is not understood.'));
    if (reply.data.ok) return this.#settle(key, undefined, reply.data.value);
    const { code, message } = reply.data;
    if (code !== 'unavailable') return this.#settle(key, new AppError(code, message));
    setTimeout(() => this.#again(key), retryDelay);
  }

  /** Timers stand still while a computer sleeps, the server's memory of keys does not: what is too old is not asked again. */
  #again(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    if (Date.now() - entry.at > longestAge) this.#giveUp(key);
    else this.#options.transmit(entry);
  }

  #giveUp(key: string): void {
    this.#settle(key, new AppError('unavailable', 'No answer for 30 s; it may have happened.'));
  }

  /** Fails all that waits. */
  close(error: AppError): void {
    for (const key of this.#entries.keys()) this.#settle(key, error);
  }

  #settle(key: string, error: AppError | undefined, value?: unknown): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    clearTimeout(entry.expiry);
    this.#entries.delete(key);
    if (error) entry.reject(error);
    else entry.resolve(value);
    this.#changed();
  }

  #changed(): void {
    this.#options.onChange([...this.#entries.values()].map(({ key, name, input, at }) => ({ key, name, input, at })));
  }
}

/** 24 random URL-safe characters. Not `randomUUID`: browsers have that only in secure contexts. */
function createKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}
