import type { Request } from 'express';
import { AppError } from '@plenum/shared/core/errors';
import type { FileStore } from '../../storage/files/FileStore.ts';
import { DayCounter } from './DayCounter.ts';
import { addressOf } from './guards.ts';
import { saidOf, tooLarge } from './reading.ts';

/** The bytes that one browser, and all browsers of one address, may upload in a day. */
export interface DailyBytes {
  readonly person: number;
  readonly address: number;
}

/** The free space is checked again after this many bytes of one upload. */
const checkAgainBytes = 8 * 1024 ** 2;

/** The least number of bytes that a file counts: a small file also takes a directory entry and memory. */
const leastBytes = 256 * 1024;

/** The sender of an upload: a key, and words for the refusal. */
interface Sender {
  readonly key: string;
  readonly whose: string;
}

/** Admits an upload while the server has space and the daily bytes of its sender are not used up. */
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
   * Admits an upload of a person before its body is read. The bytes are counted as they come; the stated length only lets the server
   * refuse at once.
   * @param sender the browser or the account, for its daily bytes
   * @param most the most bytes of this upload
   * @throws AppError `full` when the server has no space, `limited` when too little is left for today
   */
  async open(request: Request, sender: Sender, most: number): Promise<UploadMeter> {
    await requireSpace(this.#files);
    const meter = new UploadMeter(this.#files, request, most, [
      { counter: this.#people, ...sender },
      { counter: this.#addresses, key: addressOf(request), whose: 'Your network' },
    ]);
    meter.requireLeft(meter.said ?? 0);
    return meter;
  }
}

/** @throws AppError `full` while the server takes no more files */
async function requireSpace(files: FileStore): Promise<void> {
  if ((await files.shortage()) === undefined) return;
  throw new AppError('full', 'This server has no space for more files right now. Tell the people who run it.');
}

interface Account {
  readonly counter: DayCounter;
  readonly key: string;
  readonly whose: string;
}

/** The body of one upload; each byte counts for the sender's browser and for the address. */
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

  /** The stated number of bytes; undefined when the sender does not state it. */
  get said(): number | undefined {
    return saidOf(this.#request);
  }

  /** @throws AppError `limited` when fewer bytes than this are left */
  requireLeft(bytes: number): void {
    const short = this.#accounts.find(({ counter, key }) => counter.left(key) < bytes);
    if (short) throw overdrawn(short);
  }

  /** Counts bytes that came. @throws AppError `limited` */
  take(bytes: number): void {
    this.#taken += bytes;
    const [short] = this.#accounts.filter(({ counter, key }) => !counter.take(key, bytes));
    if (short) throw overdrawn(short);
  }

  /** Counts the size of the stored files instead, when it is larger than the upload. @throws AppError `limited` */
  keep(bytes: number): void {
    if (bytes > this.#taken) this.take(bytes - this.#taken);
  }

  /**
   * The body, counted. A refused request must still be answered, so this function leaves its stream alone.
   * @throws AppError `invalid`, bound `bytes`, when the body is larger than the endpoint takes; `limited`; `full` when
   * parallel uploads have used the space that this one was admitted with
   */
  async *read(): AsyncGenerator<Buffer> {
    let looked = this.#taken;
    const chunks: AsyncIterable<Buffer> = this.#request.iterator({ destroyOnReturn: false });
    for await (const chunk of chunks) {
      this.take(chunk.length);
      if (this.#taken > this.#most) throw tooLarge(this.#most);
      if (this.#taken >= looked + checkAgainBytes) {
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
