import { AppError } from '@plenum/shared/core/errors';
import type { Limit } from '@plenum/shared/core/contract';
import type { RoomId } from '@plenum/shared/core/ids';
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

/**
 * What one child may have copied into the log of its parent. A line of 500 bytes weighs about 800: five of them a second are
 * copied for as long as they come, and the burst takes 1,300 at once.
 */
const ofChild: Limit = { perSecond: 4 * kB, burst: 1024 * kB };
/** What all children may have copied together: 3.75 MiB a minute, a quarter of what commands of the parent may write. */
const ofChildren: Limit = { perSecond: 64 * kB, burst: 8 * 1024 * kB };
/** The buckets of so many children are kept; a meeting has at most 50 at once. */
const mostChildren = 100;

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
  readonly #copies: TokenBucket;
  readonly #children = new Map<RoomId, TokenBucket>();

  constructor(options: RationOptions) {
    this.#options = options;
    const now = options.clock.monotonic();
    this.#room = new TokenBucket(ofRoom, now);
    this.#orders = new TokenBucket(ofOrders, now);
    this.#copies = new TokenBucket(ofChildren, now);
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
      );
    }
    if (isVital) return this.#takeOrder(bytes, now);
    const { own, quiet } = this.#bucketsOf(member, now);
    if (!own.has(now)) throw new AppError('limited', 'You write more than can be kept. Wait a minute, then go on.');
    if (this.#room.has(now)) this.#room.take(now, bytes);
    else if (!quiet.take(now, bytes)) {
      throw new AppError('limited', 'Everybody here together writes more than can be kept. Wait a minute, then go on.');
    }
    own.take(now, bytes);
  }

  /**
   * Takes what a copy of something in a child's log is about to write here.
   * @throws AppError `limited`, `full`; nothing is taken then
   */
  takeCopy(child: RoomId, entries: readonly LogEntry[]): void {
    if (entries.length === 0) return;
    if (!this.#options.hasSpace(false)) throw new AppError('full', 'The log of this meeting takes no more copies.');
    const now = this.#options.clock.monotonic();
    const own = this.#bucketOf(child, now);
    if (!own.has(now) || !this.#copies.has(now)) throw new AppError('limited', 'Too much is copied at once.');
    const bytes = weightOfAll(entries);
    own.take(now, bytes);
    this.#copies.take(now, bytes);
  }

  #bucketOf(child: RoomId, now: number): TokenBucket {
    const bucket = this.#children.get(child) ?? new TokenBucket(ofChild, now);
    this.#children.set(child, bucket);
    const [oldest] = this.#children.keys();
    if (this.#children.size > mostChildren && oldest !== undefined) this.#children.delete(oldest);
    return bucket;
  }

  #takeOrder(bytes: number, now: number): void {
    if (bytes > smallOrder && !this.#orders.take(now, bytes)) {
      throw new AppError('limited', 'This changes what many people see, and was done often just now. Wait a minute.');
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
