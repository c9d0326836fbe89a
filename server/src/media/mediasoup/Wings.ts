import { AppError } from '@plenum/shared/core/errors';
import type { ShedLevel } from '../overload/shedLevels.ts';
import type { RouterEvents } from '../router.ts';
import { Wing } from './Wing.ts';
import type { Report, WorkerPost } from './WorkerPost.ts';

interface Options {
  /** Workers that run. */
  readonly workers: () => readonly WorkerPost[];
  /** A worker with this load, or one that gives up pictures, takes no more members while another one has less. */
  readonly fullAt: number;
  readonly events: RouterEvents;
  readonly onReport: Report;
  /** Makes a wing complete before anybody is on it. */
  readonly onEnter: (wing: Wing) => Promise<void>;
  readonly onLeave: (wing: Wing) => void;
}

/** A member on a wing, or on the way there. */
interface Guest {
  readonly onLost: () => void;
}

/** One worker's share of the room. */
interface Share {
  readonly post: WorkerPost;
  readonly guests: Set<Guest>;
  readonly making: Promise<Wing>;
  /** Once it is made. */
  wing: Wing | undefined;
}

/** What `book` gives: the wing of one member, until they leave it. */
export interface Booking {
  readonly wing: Wing;
  readonly leave: () => void;
}

/** On which workers one room is, and which of them takes the next member. */
export class Wings {
  readonly #options: Options;
  readonly #shares = new Map<WorkerPost, Share>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** How much the busiest of the room's workers gives up now. */
  get shedLevel(): ShedLevel {
    let most: ShedLevel = 0;
    for (const { shedLevel } of this.#shares.keys()) if (shedLevel > most) most = shedLevel;
    return most;
  }

  /** @throws AppError `unavailable` */
  enter(post: WorkerPost): Promise<Wing> {
    return this.#enter(post).making;
  }

  /**
   * Books a wing for one member: on one of the room's workers while any is not full, else on another worker.
   * @param weigh how many streams the member is sent now; asked again until `leave`
   * @throws AppError `unavailable`
   */
  async book(weigh: () => number, onLost: () => void): Promise<Booking> {
    const share = this.#choose();
    const guest: Guest = { onLost };
    // Counted before the first `await`, so that the next caller sees this guest.
    share.guests.add(guest);
    const drop = share.post.carry(weigh);
    const leave = (): void => {
      drop();
      if (share.guests.delete(guest)) this.#leaveIfEmpty(share);
    };
    try {
      return { wing: await share.making, leave };
    } catch (error) {
      leave();
      throw error;
    }
  }

  close(): void {
    for (const { wing } of this.#shares.values()) wing?.close();
    // A wing that is still being made closes itself when it is no longer in the map.
    this.#shares.clear();
  }

  #choose(): Share {
    const { workers, fullAt } = this.#options;
    const all = workers().map((post) => {
      const { load } = post;
      return { post, load, isFull: post.full || load >= fullAt, isHere: this.#shares.has(post) };
    });
    all.sort((a, b) => a.load - b.load);
    const { post } =
      all.find(({ isHere, isFull }) => isHere && !isFull) ??
      all.find(({ isFull }) => !isFull) ??
      // All workers are full: another wing would only cost more.
      all.find(({ isHere }) => isHere) ??
      {};
    if (!post) throw new AppError('unavailable', 'The media worker was lost.');
    return this.#shares.get(post) ?? this.#enter(post);
  }

  #enter(post: WorkerPost): Share {
    const { promise, resolve, reject } = Promise.withResolvers<Wing>();
    const share: Share = { post, guests: new Set(), making: promise, wing: undefined };
    this.#shares.set(post, share);
    this.#make(share).then(resolve, reject);
    return share;
  }

  async #make(share: Share): Promise<Wing> {
    const { post } = share;
    const { events, onReport, onEnter } = this.#options;
    const wing = await Wing.create({
      post,
      events: { ...events, onLost: () => this.#onLost(share) },
      onReport,
    }).catch((error: unknown) => this.#giveUp(share, error));
    share.wing = wing;
    try {
      await onEnter(wing);
    } catch (error) {
      this.#giveUp(share, error);
    }
    if (this.#isHere(share)) return wing;
    return this.#giveUp(share, new AppError('unavailable', 'The media worker was lost.'));
  }

  #giveUp(share: Share, error: unknown): never {
    if (share.wing) this.#options.onLeave(share.wing);
    share.wing?.close();
    this.#forget(share);
    throw error;
  }

  /** The worker died. Members on other workers stay. */
  #onLost(share: Share): void {
    if (share.wing) this.#options.onLeave(share.wing);
    if (!this.#forget(share)) return;
    for (const { onLost } of Array.from(share.guests)) onLost();
  }

  /** True while the room has other shares. Without any, the room hears that its router is lost. */
  #forget(share: Share): boolean {
    if (this.#isHere(share)) {
      this.#shares.delete(share.post);
      if (this.#shares.size === 0) this.#options.events.onLost();
    }
    return this.#shares.size > 0;
  }

  #leaveIfEmpty(share: Share): void {
    if (share.guests.size > 0 || this.#shares.size <= 1 || !this.#isHere(share) || !share.wing) return;
    this.#shares.delete(share.post);
    this.#options.onLeave(share.wing);
    share.wing.close();
  }

  #isHere(share: Share): boolean {
    return this.#shares.get(share.post) === share;
  }
}
