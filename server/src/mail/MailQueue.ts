import { randomUUID } from 'node:crypto';
import { inBackground } from '@plenum/shared/core/background';
import { AppError } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';
import type { RoomReport } from '../room/ports.ts';
import type { LetterRow, Store } from '../storage/ports.ts';
import { written } from './letters.ts';
import { type Letter, letterKinds, letterLanguages, type Mailer, type Transport } from './ports.ts';
import { PermanentFailure } from './transports.ts';

const oneAddress = /^[^\s<>()[\]\\,;:"@\p{Cc}]{1,253}@[A-Za-z0-9.-]{1,253}$/u;
/** The most letters that wait. */
const mostWaiting = 10_000;
/** How long a letter is tried, in ms. */
const keptMs = 24 * 3_600_000;
/** The pause after the first failure, in ms; each further one is twice as long, up to an hour. */
const firstPauseMs = 5_000;
const longestPauseMs = 3_600_000;
/** A try that takes longer is another node's to repeat, in ms. */
const tryMs = 120_000;
/** The letters of one look at the queue. */
const atOnce = 20;

const StoredLetter = z.object({
  kind: z.enum(letterKinds),
  to: z.string(),
  language: z.enum(letterLanguages),
  link: z.string(),
  values: z.record(z.string(), z.string()),
  look: z.optional(z.object({ sender: z.string(), colour: z.string() })),
  calendar: z.optional(z.object({ method: z.enum(['PUBLISH', 'CANCEL']), content: z.string() })),
});

interface QueueOptions {
  readonly store: Pick<Store, 'ask'>;
  readonly transport: Transport;
  readonly report: RoomReport;
  /** Epoch ms. */
  readonly now: () => number;
}

/** The durable queue of letters: a letter survives a crash, and is sent at least once. */
export class MailQueue implements Mailer {
  readonly #options: QueueOptions;
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;
  #isClosed = false;

  private constructor(options: QueueOptions) {
    this.#options = options;
  }

  /** Starts to send what an earlier process left. */
  static open(options: QueueOptions): MailQueue {
    const queue = new MailQueue(options);
    queue.wake();
    return queue;
  }

  async post(letter: Letter): Promise<void> {
    await this.#options.store.ask.letters.add({ row: await this.prepare(letter) });
    this.wake();
  }

  /**
   * The row of a letter, for a transaction that stores it together with what the letter tells; then `wake` sends it.
   * @throws AppError `full`, `invalid`
   */
  async prepare(letter: Letter): Promise<LetterRow> {
    // An address list, a header or a name beside the address would reach somebody else.
    if (!oneAddress.test(letter.to)) throw new AppError('invalid', 'This is no address for e-mail.');
    const { store, now } = this.#options;
    if ((await store.ask.letters.waiting()) >= mostWaiting)
      throw new AppError('full', 'The server has too many letters to send. Try again later.');
    return {
      id: randomUUID(),
      recipient: letter.to,
      letter: JSON.stringify(letter),
      tries: 0,
      due_at: now(),
      expires_at: now() + keptMs,
    };
  }

  async forget(email: string): Promise<void> {
    await this.#options.transport.forget(email);
  }

  /** Resolves when no letter is being sent and none is due. */
  async settled(): Promise<void> {
    while (this.#sending) await this.#sending;
  }

  /** Waits for the letter that is being sent. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#sending;
    this.#options.transport.close();
  }

  /** Looks for letters that are due. */
  wake(): void {
    if (this.#isClosed) return;
    clearTimeout(this.#timer);
    if (this.#sending) {
      // A letter that came during a look at the queue gets a look of its own.
      this.#again = true;
      return;
    }
    this.#sending = this.#send().finally(() => {
      this.#sending = undefined;
      if (this.#again) this.wake();
    });
    inBackground(this.#sending, (error) => {
      this.#options.report.failed('-', 'sending letters', error);
      this.#wait(firstPauseMs);
    });
  }

  #again = false;

  async #send(): Promise<void> {
    const { store, now } = this.#options;
    this.#again = false;
    for (;;) {
      const { rows, next } = await store.ask.letters.due({ now: now(), limit: atOnce });
      for (const row of rows) {
        if (this.#isClosed) return;
        if (await store.ask.letters.claim({ id: row.id, tries: row.tries, until: now() + tryMs })) await this.#try(row);
      }
      if (rows.length < atOnce) {
        const due = (await store.ask.letters.due({ now: now(), limit: 1 })).next ?? next;
        if (due !== undefined) this.#wait(due - now());
        return;
      }
    }
  }

  #wait(ms: number): void {
    if (this.#isClosed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), Math.min(Math.max(ms, 100), longestPauseMs));
    this.#timer.unref();
  }

  async #try(row: { id: string; letter: string; tries: number; expires_at: number }): Promise<void> {
    const { store, transport, report, now } = this.#options;
    const letter = StoredLetter.safeParse(parsedOr(row.letter));
    try {
      if (letter.success && now() < row.expires_at) await transport.send(written(letter.data));
      await store.ask.letters.remove({ id: row.id });
    } catch (error) {
      const isLost = error instanceof PermanentFailure || now() >= row.expires_at;
      // Without the error's message: an SMTP server often repeats the address in it.
      report.failed('-', isLost ? 'sending a letter, which is given up' : 'sending a letter', new Error(codeOf(error)));
      if (isLost) {
        await store.ask.letters.remove({ id: row.id });
        return;
      }
      const pause = Math.min(firstPauseMs * 2 ** row.tries, longestPauseMs);
      await store.ask.letters.postpone({ id: row.id, until: now() + pause });
    }
  }
}

function codeOf(error: unknown): string {
  if (error instanceof PermanentFailure) return `The SMTP server answers ${error.message}.`;
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return `The letter cannot be sent now (${typeof code === 'string' ? code : 'no code'}).`;
}

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
