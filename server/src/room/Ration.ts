import { AppError } from '@plenum/shared/core/errors';
import type { Limit } from '@plenum/shared/core/contract';
import type { LogEntry } from '@plenum/shared/core/log';
import type { Member } from './Member.ts';
import type { Clock } from './ports.ts';
import { TokenBucket } from './TokenBucket.ts';
import { weightOfAll } from './weight.ts';

const kB = 1024;

/** What one member's commands may write to the log, in bytes. The burst fits a whole imported page. */
const ofMember: Limit = { perSecond: 64 * kB, burst: 8 * 1024 * kB };
/** What the commands of all members of a room may write together, in bytes. */
const ofRoom: Limit = { perSecond: 256 * kB, burst: 16 * 1024 * kB };
/** What each member may still write when the room's ration is used up, in bytes: some words a second. */
const ofQuiet: Limit = { perSecond: kB, burst: 32 * kB };
/** What vital commands may write, in bytes, for large results such as showing a whole board again. */
const ofOrders: Limit = { perSecond: 256 * kB, burst: 32 * 1024 * kB };
/** A vital command that writes at most this many bytes always passes. */
const smallOrder = 16 * kB;
/**
 * What the vital commands of one member may write, in bytes, when the reserve of the log is used up too. Joins are always
 * written, so a crowd can use up the reserve; the host must still be able to send people out and end the meeting.
 */
const ofLast: Limit = { perSecond: 100, burst: 4 * kB };

interface Buckets {
  readonly own: TokenBucket;
  readonly quiet: TokenBucket;
  readonly last: TokenBucket;
}

interface RationOptions {
  readonly clock: Clock;
  /** True while the room's log has space, for a vital command or for another one. */
  readonly hasSpace: (isVital: boolean) => boolean;
}

/** Bounds how many bytes of the log the commands of a room write. */
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
   * Takes the bytes that a command is about to write. A command larger than the tokens that are left passes once, and later
   * ones wait.
   * @throws AppError `limited`, `full`; nothing is taken then
   */
  take(member: Member, entries: readonly LogEntry[], isVital: boolean): void {
    if (entries.length === 0) return;
    const now = this.#options.clock.monotonic();
    const bytes = weightOfAll(entries);
    if (!this.#options.hasSpace(isVital)) {
      if (isVital && bytes <= smallOrder && this.#bucketsOf(member, now).last.take(now, bytes)) return;
      throw new AppError('full', 'The record of this meeting is full. You can still talk, leave and end the meeting.');
    }
    if (isVital) return this.#takeOrder(bytes, now);
    const { own, quiet } = this.#bucketsOf(member, now);
    if (!own.has(now))
      throw new AppError(
        'limited',
        `You write more than one member may: ${ofMember.perSecond / kB} kB a second. Wait a minute.`,
      );
    if (this.#room.has(now)) this.#room.take(now, bytes);
    else if (!quiet.take(now, bytes)) {
      throw new AppError(
        'limited',
        `All members together write more than one room may: ${ofRoom.perSecond / kB} kB a second. Wait a minute.`,
      );
    }
    own.take(now, bytes);
  }

  #takeOrder(bytes: number, now: number): void {
    if (bytes > smallOrder && !this.#orders.take(now, bytes)) {
      throw new AppError(
        'limited',
        'This changes the view of many members, and was done too often just now. Wait a minute.',
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
