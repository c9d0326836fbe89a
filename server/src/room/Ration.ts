import { AppError } from '@plenum/shared/core/errors';
import type { Limit } from '@plenum/shared/core/contract';
import type { LogEntry } from '@plenum/shared/core/log';
import type { Member } from './Member.ts';
import type { Clock } from './ports.ts';
import { TokenBucket } from './TokenBucket.ts';
import { weightOfAll } from './weight.ts';

const kB = 1024;

/** What one member's commands may write to the log, in bytes. The burst takes a page that is brought in as a whole. */
const ofMember: Limit = { perSecond: 64 * kB, burst: 8 * 1024 * kB };
/** What the commands of all members of a room may write together. */
const ofRoom: Limit = { perSecond: 256 * kB, burst: 16 * 1024 * kB };
/** What each member may write when the others have used up what the room may: some words a second. */
const ofQuiet: Limit = { perSecond: kB, burst: 32 * kB };
/** Large answers of the room to what moderators order, such as showing a whole board again. */
const ofOrders: Limit = { perSecond: 256 * kB, burst: 32 * 1024 * kB };
/** A vital command that writes no more than this always passes. */
const smallOrder = 16 * kB;
/**
 * What the vital commands of one member may write when even what is kept for such commands is used up: joins are written in
 * any case, so that a crowd can use it up, and then the host must still send people out and end the meeting.
 */
const ofLast: Limit = { perSecond: 100, burst: 4 * kB };

interface Buckets {
  readonly own: TokenBucket;
  readonly quiet: TokenBucket;
  readonly last: TokenBucket;
}

interface RationOptions {
  readonly clock: Clock;
  /** Whether the room's log takes more, of a command that is vital or of one that is not. */
  readonly hasSpace: (isVital: boolean) => boolean;
}

/** Bounds how much the commands of a room write, in bytes of the log. */
export class Ration {
  readonly #options: RationOptions;
  readonly #room: TokenBucket;
  readonly #orders: TokenBucket;
  readonly #members = new WeakMap<Member, Buckets>();

  constructor(options: RationOptions) {
    this.#options = options;
    const now = options.clock.monotonic();
    this.#room = new TokenBucket(ofRoom, now);
    this.#orders = new TokenBucket(ofOrders, now);
  }

  /**
   * Takes what a command is about to write. One that is larger than what is left passes, and those after it wait.
   * @throws AppError `limited`, `full`; nothing is taken then
   */
  take(member: Member, entries: readonly LogEntry[], isVital: boolean): void {
    if (entries.length === 0) return;
    const now = this.#options.clock.monotonic();
    const bytes = weightOfAll(entries);
    if (!this.#options.hasSpace(isVital)) {
      if (isVital && bytes <= smallOrder && this.#bucketsOf(member, now).last.take(now, bytes)) return;
      throw new AppError(
        'full',
        'This meeting has as much written down as it may. You can still talk, leave and end it.',
        'log',
      );
    }
    if (isVital) return this.#takeOrder(bytes, now);
    const { own, quiet } = this.#bucketsOf(member, now);
    if (!own.has(now))
      throw new AppError('limited', 'You write more than can be kept. Wait a minute, then go on.', 'rate');
    if (this.#room.has(now)) this.#room.take(now, bytes);
    else if (!quiet.take(now, bytes)) {
      throw new AppError(
        'limited',
        'Everybody here together writes more than can be kept. Wait a minute, then go on.',
        'rate',
      );
    }
    own.take(now, bytes);
  }

  #takeOrder(bytes: number, now: number): void {
    if (bytes > smallOrder && !this.#orders.take(now, bytes)) {
      throw new AppError(
        'limited',
        'This changes what many people see, and was done often just now. Wait a minute.',
        'rate',
      );
    }
  }

  #bucketsOf(member: Member, now: number): Buckets {
    const known = this.#members.get(member);
    if (known) return known;
    const fresh = {
      own: new TokenBucket(ofMember, now),
      quiet: new TokenBucket(ofQuiet, now),
      last: new TokenBucket(ofLast, now),
    };
    this.#members.set(member, fresh);
    return fresh;
  }
}
