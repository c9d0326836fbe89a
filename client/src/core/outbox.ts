import { AppError, Failure } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';
import type { PendingSend } from './store.ts';

/** How long a command may wait for its answer, in ms. */
const longestAge = 30_000;
/** Wait before a command that the server could not handle is sent again, in ms. */
const retryDelay = 1_000;
const Reply = z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), value: z.unknown() }), Failure]);

interface Entry extends PendingSend {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: AppError) => void;
  readonly expiry: ReturnType<typeof setTimeout>;
  retry?: ReturnType<typeof setTimeout>;
}

interface OutboxOptions {
  /** Sends it on the line. Does nothing without a line, because `resend` follows. */
  readonly transmit: (send: PendingSend) => void;
  readonly onChange: (pending: readonly PendingSend[]) => void;
}

/** Unanswered commands. Each keeps its key over all tries, so that the server executes it once. */
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
      const entry: Entry = { key, name, input, at: Date.now(), resolve, reject, expiry };
      this.#entries.set(key, entry);
      this.#changed();
      this.#options.transmit(entry);
    });
  }

  /** The line is open again: sends every unanswered command again, in order. */
  resend(): void {
    for (const key of this.#entries.keys()) this.#again(key);
  }

  /** An answer arrived. Ignored when the command is settled. */
  answered(key: string, raw: unknown): void {
    const reply = Reply.safeParse(raw);
    if (!reply.success) return this.#settle(key, new AppError('internal', 'The answer is not understood.'));
    if (reply.data.ok) return this.#settle(key, undefined, reply.data.value);
    const { code, message, bound } = reply.data;
    if (code !== 'unavailable') return this.#settle(key, new AppError(code, message, bound));
    const entry = this.#entries.get(key);
    if (entry) entry.retry = setTimeout(() => this.#again(key), retryDelay);
  }

  /** Sends a command again unless it is too old: a sleeping computer's timers stop, but the server forgets keys meanwhile. */
  #again(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    if (Date.now() - entry.at > longestAge) this.#giveUp(key);
    else this.#options.transmit(entry);
  }

  #giveUp(key: string): void {
    this.#settle(key, new AppError('unavailable', 'No answer within 30 s; the command may have been executed.'));
  }

  /** Fails all waiting commands. */
  close(error: AppError): void {
    for (const key of this.#entries.keys()) this.#settle(key, error);
  }

  #settle(key: string, error: AppError | undefined, value?: unknown): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    clearTimeout(entry.expiry);
    clearTimeout(entry.retry);
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
