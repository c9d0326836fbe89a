import { AppError } from '@plenum/shared/core/errors';
import type { RouterEvents } from '../router.ts';
import { Wing } from './Wing.ts';
import type { Report, WorkerPost } from './WorkerPost.ts';

interface Options {
  /** Workers that run. */
  readonly workers: () => readonly WorkerPost[];
  /** A worker with this load takes no more members while another one has less. */
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
interface Place {
  readonly post: WorkerPost;
  readonly guests: Set<Guest>;
  readonly making: Promise<Wing>;
  /** Once it is made. */
  wing: Wing | undefined;
}

/** A member's place on a wing, until it is left. */
export interface Booking {
  readonly wing: Wing;
  readonly leave: () => void;
}

/** On which workers one room is, and which of them takes the next member. */
export class Wings {
  readonly #options: Options;
  readonly #places = new Map<WorkerPost, Place>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** @throws AppError `unavailable` */
  enter(post: WorkerPost): Promise<Wing> {
    return this.#enter(post).making;
  }

  /**
   * Takes a place for one member; on the room's workers while one of them is not full, else on another one.
   * @param weigh how many streams the member is sent, now and as long as the place is not left
   * @throws AppError `unavailable`
   */
  async book(weigh: () => number, onLost: () => void): Promise<Booking> {
    const place = this.#choose();
    const guest: Guest = { onLost };
    // At once, so that the next one who comes sees it.
    place.guests.add(guest);
    const drop = place.post.carry(weigh);
    const leave = (): void => {
      drop();
      if (place.guests.delete(guest)) this.#leaveIfEmpty(place);
    };
    try {
      return { wing: await place.making, leave };
    } catch (error) {
      leave();
      throw error;
    }
  }

  close(): void {
    for (const { wing } of this.#places.values()) wing?.close();
    // One that is still being made finds itself forgotten.
    this.#places.clear();
  }

  #choose(): Place {
    const { workers, fullAt } = this.#options;
    const all = workers().map((post) => ({ post, load: post.load, isHere: this.#places.has(post) }));
    all.sort((a, b) => a.load - b.load);
    const { post } =
      all.find(({ isHere, load }) => isHere && load < fullAt) ??
      all.find(({ isHere, load }) => !isHere && load < fullAt) ??
      // Everything is full: wider would only cost more.
      all.find(({ isHere }) => isHere) ??
      {};
    if (!post) throw new AppError('unavailable', 'The media worker was lost.');
    return this.#places.get(post) ?? this.#enter(post);
  }

  #enter(post: WorkerPost): Place {
    const { promise, resolve, reject } = Promise.withResolvers<Wing>();
    const place: Place = { post, guests: new Set(), making: promise, wing: undefined };
    this.#places.set(post, place);
    this.#make(place).then(resolve, reject);
    return place;
  }

  async #make(place: Place): Promise<Wing> {
    const { post } = place;
    const { events, onReport, onEnter } = this.#options;
    const wing = await Wing.create({
      post,
      events: { ...events, onLost: () => this.#onLost(place) },
      onReport,
    }).catch((error: unknown) => this.#giveUp(place, error));
    place.wing = wing;
    try {
      await onEnter(wing);
    } catch (error) {
      this.#giveUp(place, error);
    }
    if (this.#isHere(place)) return wing;
    return this.#giveUp(place, new AppError('unavailable', 'The media worker was lost.'));
  }

  #giveUp(place: Place, error: unknown): never {
    if (place.wing) this.#options.onLeave(place.wing);
    place.wing?.close();
    this.#forget(place);
    throw error;
  }

  /** The worker died. Whoever is on another one stays. */
  #onLost(place: Place): void {
    if (place.wing) this.#options.onLeave(place.wing);
    if (!this.#forget(place)) return;
    for (const { onLost } of Array.from(place.guests)) onLost();
  }

  /** True while other places are left; the room hears when none is. */
  #forget(place: Place): boolean {
    if (this.#isHere(place)) {
      this.#places.delete(place.post);
      if (this.#places.size === 0) this.#options.events.onLost();
    }
    return this.#places.size > 0;
  }

  #leaveIfEmpty(place: Place): void {
    if (place.guests.size > 0 || this.#places.size <= 1 || !this.#isHere(place) || !place.wing) return;
    this.#places.delete(place.post);
    this.#options.onLeave(place.wing);
    place.wing.close();
  }

  #isHere(place: Place): boolean {
    return this.#places.get(place.post) === place;
  }
}
