import type { Request } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { AppError } from '@plenum/shared/core/errors';
import type { FileStore } from '../../storage/files/FileStore.ts';
import { addressOf, personOf } from './guards.ts';
import type { Seated } from './seated.ts';

/** How many bytes one browser, and all browsers of one address, may upload in a day. */
export interface DailyBytes {
  readonly person: number;
  readonly address: number;
}

const daySeconds = 24 * 3_600;

/** Lets uploads in as long as there is space on the server, and something left of the day's bytes of who brings them. */
export class UploadBudget {
  readonly #files: FileStore;
  readonly #people: RateLimiterMemory;
  readonly #addresses: RateLimiterMemory;

  constructor(files: FileStore, { person, address }: DailyBytes) {
    this.#files = files;
    this.#people = new RateLimiterMemory({ points: person, duration: daySeconds });
    this.#addresses = new RateLimiterMemory({ points: address, duration: daySeconds });
  }

  /**
   * Before anything of an upload is read. Its bytes are counted as they come: what a request says of its length is only a
   * reason to refuse it at once.
   * @throws AppError `full` when the server has no space, `limited` when too little is left for today
   */
  async open(request: Request, { member }: Seated): Promise<UploadMeter> {
    await requireSpace(this.#files);
    const meter = new UploadMeter([
      { limiter: this.#people, key: personOf(member), whose: 'This browser' },
      { limiter: this.#addresses, key: addressOf(request), whose: 'Your network' },
    ]);
    await meter.requireLeft(Number(request.headers['content-length'] ?? 0));
    return meter;
  }
}

/** @throws AppError `full` while the server keeps no more files */
async function requireSpace(files: FileStore): Promise<void> {
  if ((await files.shortage()) === undefined) return;
  throw new AppError('full', 'This server has no room for more files right now. Tell the people who run it.');
}

interface Account {
  readonly limiter: RateLimiterMemory;
  readonly key: string;
  readonly whose: string;
}

/** Counts the bytes of one upload against every account that pays for it. */
export class UploadMeter {
  readonly #accounts: readonly Account[];
  #taken = 0;

  constructor(accounts: readonly Account[]) {
    this.#accounts = accounts;
  }

  /** @throws AppError `limited` when less than this is left */
  async requireLeft(bytes: number): Promise<void> {
    for (const account of this.#accounts) {
      const used = (await account.limiter.get(account.key))?.consumedPoints ?? 0;
      if (used + bytes > account.limiter.points) throw overdrawn(account);
    }
  }

  /** Counts what has come. @throws AppError `limited` */
  async take(bytes: number): Promise<void> {
    this.#taken += bytes;
    for (const account of this.#accounts) {
      await account.limiter.consume(account.key, bytes).catch(() => {
        throw overdrawn(account);
      });
    }
  }

  /** What was made of an upload may be larger than what was sent: then that counts. @throws AppError `limited` */
  async keep(bytes: number): Promise<void> {
    if (bytes > this.#taken) await this.take(bytes - this.#taken);
  }

  /** The body of a request, counted. A refused request must still be answered: its stream is left alone until then. */
  async *read(request: Request): AsyncGenerator<Buffer> {
    const chunks: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
    for await (const chunk of chunks) {
      await this.take(chunk.length);
      yield chunk;
    }
  }
}

function overdrawn({ whose, limiter }: Account): AppError {
  const megabytes = Math.floor(limiter.points / 1024 ** 2);
  return new AppError('limited', `${whose} may upload ${megabytes} MB a day, and this is more. Try again tomorrow.`);
}
