import { isStaff } from '@plenum/shared/core/abilities';
import { AppError } from '@plenum/shared/core/errors';
import type { Limit } from '@plenum/shared/core/contract';
import type { RoomId } from '@plenum/shared/core/ids';
import type { LogEntry } from '@plenum/shared/core/log';
import type { Member } from './Member.ts';
import type { Clock } from './ports.ts';
import type { Comer } from './serve.ts';
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
 * What the vital commands of one member may write, in bytes, when the reserve of the log is used up too. A crowd that comes
 * and goes can use up the reserve; the host must still be able to send people out and end the meeting.
 */
const ofLast: Limit = { perSecond: 100, burst: 4 * kB };
/**
 * What all hosts and moderators who come may write then. A visit weighs about 1 kB (joined, identified, left), so that 64 of
 * them find a seat at once, and then one every ten seconds: at most 8.4 MiB a day.
 */
const ofLeaders: Limit = { perSecond: 100, burst: 64 * kB };
/**
 * How many people without a key one address may bring into the room: a school comes in twice at once. At 1 kB a visit, one
 * address then writes no more than 7 MiB an hour.
 */
const ofAddress = (seats: number): Limit => ({ perSecond: 2, burst: Math.max(1_000, 2 * seats) });
/** The buckets of so many addresses are kept: those of the newest comers. */
const mostAddresses = 1_000;

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
  /** True while the room's log has space, for a vital command or for another one. */
  readonly hasSpace: (isVital: boolean) => boolean;
  /** Whether the disk of the log is so full that only what ends meetings is written. */
  readonly isDiskFull: () => boolean;
  /** How many seats one address may have. */
  readonly addressSeats: number;
}

/** What the ration of a comer depends on. */
type Coming = Pick<Comer, 'role' | 'standing' | 'origin'>;

/** Bounds how many bytes of the log the commands, the comers and the children of a room write. */
export class Ration {
  readonly #options: RationOptions;
  readonly #room: TokenBucket;
  readonly #orders: TokenBucket;
  readonly #members = new WeakMap<Member, Buckets>();
  readonly #copies: TokenBucket;
  readonly #children = new Map<RoomId, TokenBucket>();
  readonly #leaders: TokenBucket;
  readonly #addresses = new Map<string, TokenBucket>();

  constructor(options: RationOptions) {
    this.#options = options;
    const now = options.clock.monotonic();
    this.#room = new TokenBucket(ofRoom, now);
    this.#orders = new TokenBucket(ofOrders, now);
    this.#copies = new TokenBucket(ofChildren, now);
    this.#leaders = new TokenBucket(ofLeaders, now);
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
    const lack = this.#lackOf(isVital);
    if (lack !== undefined) {
      if (isVital && bytes <= smallOrder && this.#bucketsOf(member, now).last.take(now, bytes)) return;
      throw new AppError('full', `${lack} You can still talk, leave and end the meeting.`, 'log');
    }
    if (isVital) return this.#takeOrder(bytes, now);
    const { own, quiet } = this.#bucketsOf(member, now);
    if (!own.has(now))
      throw new AppError(
        'limited',
        `You write more than one member may: ${ofMember.perSecond / kB} kB a second. Wait a minute.`,
        'rate',
      );
    if (this.#room.has(now)) this.#room.take(now, bytes);
    else if (!quiet.take(now, bytes)) {
      throw new AppError(
        'limited',
        `All members together write more than one room may: ${ofRoom.perSecond / kB} kB a second. Wait a minute.`,
        'rate',
      );
    }
    own.take(now, bytes);
  }

  /**
   * Takes what a copy of something in a child's log is about to write here.
   * @throws AppError `limited`, `full`; nothing is taken then
   */
  takeCopy(child: RoomId, entries: readonly LogEntry[]): void {
    if (entries.length === 0) return;
    const lack = this.#lackOf(false);
    if (lack !== undefined) throw new AppError('full', lack);
    const now = this.#options.clock.monotonic();
    const own = bucketOf(this.#children, child, () => new TokenBucket(ofChild, now), mostChildren);
    if (!own.has(now) || !this.#copies.has(now)) throw new AppError('limited', 'Too much is copied at once.');
    const bytes = weightOfAll(entries);
    own.take(now, bytes);
    this.#copies.take(now, bytes);
  }

  /**
   * Whether somebody who has no seat may come in or wait outside.
   * @throws AppError `full` when nothing can be written of them, `limited` when too many have come from their address
   */
  requireComer(comer: Coming): void {
    const now = this.#options.clock.monotonic();
    const lack = this.#lackOf(true);
    if (lack !== undefined && !(isStaff(comer) && this.#leaders.has(now))) {
      throw new AppError('full', `${lack} Only hosts and moderators can still come in.`, 'log');
    }
    if (this.#addressOf(comer, now)?.has(now) === false) {
      throw new AppError('limited', 'Many people have come from your network just now. Wait a minute, then try again.');
    }
  }

  /** Takes what a comer is about to write. @throws AppError as `requireComer`; nothing is taken then */
  takeComer(comer: Coming, entries: readonly LogEntry[]): void {
    this.requireComer(comer);
    const now = this.#options.clock.monotonic();
    this.#addressOf(comer, now)?.take(now);
    if (this.#lackOf(true) !== undefined) this.#leaders.take(now, weightOfAll(entries));
  }

  /** Undefined for a comer with a key and for one who comes from another room of the family. */
  #addressOf(comer: Coming, now: number): TokenBucket | undefined {
    if (isStaff(comer) || comer.standing !== undefined || comer.origin === undefined) return undefined;
    const limit = ofAddress(this.#options.addressSeats);
    return bucketOf(this.#addresses, comer.origin, () => new TokenBucket(limit, now), mostAddresses);
  }

  /** Why nothing more is written but what ends the meeting; undefined when there is space. */
  #lackOf(isVital: boolean): string | undefined {
    const { hasSpace, isDiskFull } = this.#options;
    if (isDiskFull()) return 'The disk of this server is full: tell the people who run it.';
    return hasSpace(isVital) ? undefined : 'The record of this meeting is full.';
  }

  #takeOrder(bytes: number, now: number): void {
    if (bytes > smallOrder && !this.#orders.take(now, bytes)) {
      throw new AppError(
        'limited',
        'This changes the view of many members, and was done too often just now. Wait a minute.',
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

/** The bucket of a key; of too many, the one that was made first is forgotten. */
function bucketOf(
  buckets: Map<string, TokenBucket>,
  key: string,
  create: () => TokenBucket,
  most: number,
): TokenBucket {
  const known = buckets.get(key);
  if (known) return known;
  const fresh = create();
  buckets.set(key, fresh);
  const [oldest] = buckets.keys();
  if (buckets.size > most && oldest !== undefined) buckets.delete(oldest);
  return fresh;
}
