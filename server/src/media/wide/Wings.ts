import { AppError } from '@plenum/shared/core/errors';
import type { ShedLevel } from '../overload/shedLevels.ts';
import type { RouterEvents } from '../router.ts';

/** What carries a part of a room: a media worker, or a media node. */
export interface Host {
  /** How much it gives up now. */
  readonly shedLevel: ShedLevel;
  /** Adds a weight until the returned function is called. */
  carry(weigh: () => number): () => void;
}

interface Options<H extends Host, W> {
  /** Chooses the host of the next member; undefined when none runs. `isHere`: the room is on this host already. */
  readonly choose: (isHere: (host: H) => boolean, member: string) => H | undefined;
  /** Makes the host's part of the room. Of `events`, `onLost` concerns this part alone. */
  readonly create: (host: H, events: RouterEvents) => Promise<W>;
  readonly events: RouterEvents;
  /** Makes a wing complete before anybody is on it. */
  readonly onEnter: (wing: W) => Promise<void>;
  readonly onLeave: (wing: W) => void;
}

/** A member on a wing, or on the way there. */
interface Guest {
  readonly onLost: () => void;
}

/** One host's share of the room. */
interface Share<H, W> {
  readonly host: H;
  readonly guests: Set<Guest>;
  readonly making: Promise<W>;
  /** Once it is made. */
  wing: W | undefined;
}

/** What `book` gives: the wing of one member, until they leave it. */
export interface Booking<W> {
  readonly wing: W;
  readonly leave: () => void;
}

/** On which hosts one room is, and which of them takes the next member. */
export class Wings<H extends Host, W extends { close(): void }> {
  readonly #options: Options<H, W>;
  readonly #shares = new Map<H, Share<H, W>>();

  constructor(options: Options<H, W>) {
    this.#options = options;
  }

  /** How much the busiest of the room's hosts gives up now. */
  get shedLevel(): ShedLevel {
    let most: ShedLevel = 0;
    for (const { shedLevel } of this.#shares.keys()) if (shedLevel > most) most = shedLevel;
    return most;
  }

  /** @throws AppError `unavailable` */
  enter(host: H): Promise<W> {
    return this.#enter(host).making;
  }

  /**
   * Books a wing for one member, on the host that `choose` names.
   * @param weigh how many streams the member is sent now; asked again until `leave`
   * @throws AppError `unavailable`
   */
  async book(member: string, weigh: () => number, onLost: () => void): Promise<Booking<W>> {
    const host = this.#options.choose((one) => this.#shares.has(one), member);
    if (!host) throw new AppError('unavailable', 'The media worker was lost.');
    const share = this.#shares.get(host) ?? this.#enter(host);
    const guest: Guest = { onLost };
    // Counted before the first `await`, so that the next caller sees this guest.
    share.guests.add(guest);
    const drop = share.host.carry(weigh);
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

  #enter(host: H): Share<H, W> {
    const { promise, resolve, reject } = Promise.withResolvers<W>();
    const share: Share<H, W> = { host, guests: new Set(), making: promise, wing: undefined };
    this.#shares.set(host, share);
    this.#make(share).then(resolve, reject);
    return share;
  }

  async #make(share: Share<H, W>): Promise<W> {
    const { events, create, onEnter } = this.#options;
    const lossEvents = { ...events, onLost: () => this.#onLost(share) };
    const wing = await create(share.host, lossEvents).catch((error: unknown) => this.#giveUp(share, error));
    share.wing = wing;
    try {
      await onEnter(wing);
    } catch (error) {
      this.#giveUp(share, error);
    }
    if (this.#isHere(share)) return wing;
    return this.#giveUp(share, new AppError('unavailable', 'The media worker was lost.'));
  }

  #giveUp(share: Share<H, W>, error: unknown): never {
    if (share.wing) this.#options.onLeave(share.wing);
    share.wing?.close();
    this.#forget(share);
    throw error;
  }

  /** The host is lost. Members on other hosts stay. */
  #onLost(share: Share<H, W>): void {
    if (share.wing) this.#options.onLeave(share.wing);
    if (!this.#forget(share)) return;
    for (const { onLost } of Array.from(share.guests)) onLost();
  }

  /** True while the room has other shares. Without any, the room hears that its router is lost. */
  #forget(share: Share<H, W>): boolean {
    if (this.#isHere(share)) {
      this.#shares.delete(share.host);
      if (this.#shares.size === 0) this.#options.events.onLost();
    }
    return this.#shares.size > 0;
  }

  #leaveIfEmpty(share: Share<H, W>): void {
    if (share.guests.size > 0 || this.#shares.size <= 1 || !this.#isHere(share) || !share.wing) return;
    this.#shares.delete(share.host);
    this.#options.onLeave(share.wing);
    share.wing.close();
  }

  #isHere(share: Share<H, W>): boolean {
    return this.#shares.get(share.host) === share;
  }
}
