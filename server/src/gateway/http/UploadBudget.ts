import type { Request } from 'express';
import { AppError } from '@plenum/shared/core/errors';
import type { FileStore } from '../../storage/files/FileStore.ts';
import { DayCounter } from './DayCounter.ts';
import type { Seated } from '../../files/ports.ts';
import { addressOf, personOf } from './guards.ts';
import { saidOf, tooLarge } from './reading.ts';

/** How many bytes one browser, and all browsers of one address, may upload in a day. */
export interface DailyBytes {
  readonly person: number;
  readonly address: number;
}

/** The space on the server is looked at again after so many bytes of one upload. */
const lookAgainBytes = 8 * 1024 ** 2;

/** What a small file counts at least: it takes a name on the disk and a place in memory, and there may be many. */
const leastBytes = 256 * 1024;

/** Lets uploads in as long as there is space on the server, and something left of the day's bytes of who brings them. */
export class UploadBudget {
  readonly #files: FileStore;
  readonly #people: DayCounter;
  readonly #addresses: DayCounter;

  /** @param now epoch ms */
  constructor(files: FileStore, { person, address }: DailyBytes, now: () => number) {
    this.#files = files;
    this.#people = new DayCounter(person, now);
    this.#addresses = new DayCounter(address, now);
  }

  /**
   * Before anything of an upload is read. Its bytes are counted as they come: what a request says of its length is only a
   * reason to refuse it at once.
   * @param most the most bytes that this upload may have
   * @throws AppError `full` when the server has no space, `limited` when too little is left for today
   */
  async open(request: Request, { member }: Seated, most: number): Promise<UploadMeter> {
    await requireSpace(this.#files);
    const meter = new UploadMeter(this.#files, request, most, [
      { counter: this.#people, key: personOf(member), whose: 'This browser' },
      { counter: this.#addresses, key: addressOf(request), whose: 'Your network' },
    ]);
    meter.requireLeft(meter.said ?? 0);
    return meter;
  }
}

/** @throws AppError `full` while the server keeps no more files */
async function requireSpace(files: FileStore): Promise<void> {
  if ((await files.shortage()) === undefined) return;
  throw new AppError('full', 'This server has no room for more files right now. Tell the people who run it.');
}

interface Account {
  readonly counter: DayCounter;
  readonly key: string;
  readonly whose: string;
}

/** The body of one upload, of which every byte is counted against the accounts that pay for it. */
export class UploadMeter {
  readonly #files: FileStore;
  readonly #request: Request;
  readonly #most: number;
  readonly #accounts: readonly Account[];
  #taken = 0;

  constructor(files: FileStore, request: Request, most: number, accounts: readonly Account[]) {
    this.#files = files;
    this.#request = request;
    this.#most = most;
    this.#accounts = accounts;
  }

  /** How many bytes come, as the sender says it. */
  get said(): number | undefined {
    return saidOf(this.#request);
  }

  /** @throws AppError `limited` when less than this is left */
  requireLeft(bytes: number): void {
    const short = this.#accounts.find(({ counter, key }) => counter.left(key) < bytes);
    if (short) throw overdrawn(short);
  }

  /** Counts what has come. @throws AppError `limited` */
  take(bytes: number): void {
    this.#taken += bytes;
    const [short] = this.#accounts.filter(({ counter, key }) => !counter.take(key, bytes));
    if (short) throw overdrawn(short);
  }

  /** What was made of an upload may be larger than what was sent: then that counts. @throws AppError `limited` */
  keep(bytes: number): void {
    if (bytes > this.#taken) this.take(bytes - this.#taken);
  }

  /**
   * The body, counted. A refused request must still be answered: its stream is left alone until then.
   * @throws AppError `invalid`, bound `bytes`, when more comes than the endpoint takes; `limited`; `full` when many
   * uploads at once have taken the space that each of them found
   */
  async *read(): AsyncGenerator<Buffer> {
    let looked = this.#taken;
    const chunks: AsyncIterable<Buffer> = this.#request.iterator({ destroyOnReturn: false });
    for await (const chunk of chunks) {
      this.take(chunk.length);
      if (this.#taken > this.#most) throw tooLarge(this.#most);
      if (this.#taken >= looked + lookAgainBytes) {
        looked = this.#taken;
        await requireSpace(this.#files);
      }
      yield chunk;
    }
    this.keep(leastBytes);
  }
}

function overdrawn({ whose, counter }: Account): AppError {
  const megabytes = Math.floor(counter.most / 1024 ** 2);
  return new AppError('limited', `${whose} may upload ${megabytes} MB a day, and this is more. Try again tomorrow.`);
}
