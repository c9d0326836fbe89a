import { inBackground } from '@plenum/shared/core/background';
import { AppError } from '@plenum/shared/core/errors';
import type { FileId, MemberId, RoomId } from '@plenum/shared/core/ids';
import type { RoomRecord } from '@plenum/shared/core/log';
import type { Brought, ChildState, Family, FamilyErrand, Luggage, Pass, Traveller } from './family.ts';
import type { Clock } from './ports.ts';
import type { Room } from './Room.ts';
import type { AnySlice, Context } from './serve.ts';

interface FamiliesOptions {
  readonly clock: Clock;
  readonly find: (id: RoomId) => Promise<Room | undefined>;
  readonly create: (record: RoomRecord) => Promise<void>;
  /** Ends a room and removes it from memory. */
  readonly end: (id: RoomId) => Promise<void>;
  readonly passTo: (room: RoomId, traveller: Traveller) => Pass;
  /** Ends the media that a member still has in the parent while the member is in a child. */
  readonly onAway: (parent: RoomId, member: MemberId) => void;
  /** Gives a child access to these files of its parent. */
  readonly shareFiles: (parent: RoomId, child: RoomId, files: readonly FileId[]) => Promise<void>;
  readonly failed: (room: RoomId, what: string, error: unknown) => void;
}

type OpenErrand = Extract<FamilyErrand, { readonly type: 'open' }>;
type TellJob = Extract<FamilyErrand, { readonly type: 'tell' }>;

/** What is known of one parent, in memory or not: its children in memory, and the places of members that it last stated. */
interface Known {
  readonly children: Map<RoomId, Room>;
  /** The members in each child at the last check. */
  readonly seated: Map<RoomId, readonly MemberId[]>;
  /** Undefined as long as the parent has not been read: until then no member counts as being in the wrong room. */
  places: ReadonlyMap<MemberId, RoomId> | undefined;
  /** What the children last got of the state that the parent's features share. */
  shared: ReadonlyMap<string, string>;
  /** Members who may still be in the wrong room for some seconds, as `room/member`; the function cancels the timer. */
  readonly patience: Map<string, () => void>;
}

/** How long a member may be in two rooms during a move, and how long a closing room waits until it is empty, in ms. */
const patienceMs = 5_000;
const againMs = 1_000;
/** The longest pause between two tries, in ms: a room that cannot be read is not read every second. */
const longestAgainMs = 60_000;

function isRationed(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'limited' || error.code === 'full');
}

/** A child has no host key: no text has this hash. */
const noHostKey = '0'.repeat(64);

/**
 * Rooms with a parent: opens, closes and connects them, and keeps each member in the one room that the parent's features
 * name as the member's place.
 */
export class Families implements Family {
  readonly #options: FamiliesOptions;
  readonly #known = new Map<RoomId, Known>();
  /** The last errand to each room, so that a room gets facts in order. */
  readonly #lines = new Map<RoomId, Promise<void>>();
  #life: 'open' | 'closed' = 'open';

  constructor(options: FamiliesOptions) {
    this.#options = options;
  }

  pass(room: RoomId, traveller: Traveller): Pass {
    const { id, name, role, person } = traveller;
    return this.#options.passTo(room, { id, name, role, person });
  }

  run(room: RoomId, feature: string, errand: FamilyErrand): void {
    switch (errand.type) {
      case 'open':
        return this.#inBackground(room, 'opening a child', this.#open(room, feature, errand));
      case 'close':
        return this.#inBackground(room, 'closing a child', this.#close(room, feature, errand.child));
      case 'tell':
        return this.#tell(room, feature, errand);
    }
  }

  /** @throws AppError `forbidden` when the room is a child and the parent's features do not place this member in it */
  async requirePlace(room: Room, member: MemberId): Promise<void> {
    const { parent } = room.record;
    if (parent === undefined) return;
    const home = await this.#options.find(parent);
    if (home?.elsewhere.get(member) !== room.id) throw new AppError('forbidden', 'Your place is in another room.');
  }

  /** Call it when a room is in memory. */
  async opened(room: Room): Promise<void> {
    const { parent } = room.record;
    if (parent === undefined) return;
    const known = this.#of(parent);
    known.children.set(room.id, room);
    const home = await this.#retry(() => this.#options.find(parent));
    if (!home || !known.children.has(room.id)) return;
    this.#shareAll(home, room);
    if (room.people === 0) return;
    known.places = home.elsewhere;
    this.#watchStrays(known, room);
  }

  /** Call it when a room has left memory. */
  closed(room: RoomId): void {
    this.#lines.delete(room);
    for (const [parent, known] of this.#known) {
      known.children.delete(room);
      known.seated.delete(room);
      if (known.children.size > 0 || (parent !== room && known.places && known.places.size > 0)) continue;
      for (const stop of known.patience.values()) stop();
      this.#known.delete(parent);
    }
  }

  /** Call it after each commit of a room: checks that every member sits in the room of their place. */
  changed(room: Room): void {
    const { parent } = room.record;
    if (parent === undefined) {
      this.#sharedChanged(room);
      return this.#placesChanged(room);
    }
    const known = this.#known.get(parent);
    if (!known?.children.has(room.id)) return;
    this.#watchStrays(known, room);
    const before = new Set(known.seated.get(room.id));
    const { seated } = room;
    known.seated.set(room.id, seated);
    if (seated.some((member) => !before.has(member))) this.#welcome(parent, room);
  }

  /** The number of people in the children of a room. */
  peopleBelow(parent: RoomId): number {
    return [...(this.#known.get(parent)?.children.values() ?? [])].reduce((sum, { people }) => sum + people, 0);
  }

  /** Idempotent. */
  stop(): void {
    this.#life = 'closed';
    for (const { patience } of this.#known.values()) for (const stop of patience.values()) stop();
  }

  async #open(parent: RoomId, feature: string, { child: { id, title }, luggage }: OpenErrand): Promise<void> {
    const { create, find, clock } = this.#options;
    try {
      if ((await find(id))?.record.parent !== parent) {
        await create({ id, title, parent, hostKeyHash: noHostKey, createdAt: clock.now() });
      }
      if (!(await find(id))) throw new Error('The child cannot be read.');
      await this.#bringLuggage(parent, id, luggage);
      this.#tellOfChild(parent, feature, id, 'open');
    } catch (error) {
      this.#options.failed(id, 'opening a child', error);
      this.#tellOfChild(parent, feature, id, 'failed');
    }
  }

  /** Brings the luggage to a child. A part that cannot be brought is left out, and the child opens without it. */
  async #bringLuggage(parent: RoomId, child: RoomId, luggage: Luggage): Promise<void> {
    const { find, shareFiles, failed } = this.#options;
    for (const [feature, what] of Object.entries(luggage)) {
      try {
        const given: Brought[] = [];
        await (await find(parent))?.inform(feature, ({ handlers }, { state }) => {
          const brought = handlers.family?.brings?.(state, what);
          if (brought) given.push(brought);
        });
        for (const { fact, files = [] } of given) {
          if (files.length > 0) await shareFiles(parent, child, files);
          await (await find(child))?.inform(feature, ({ handlers }, context) =>
            handlers.family?.brought?.(context, fact),
          );
        }
      } catch (error) {
        failed(child, `copying data of ${feature} into a child`, error);
      }
    }
  }

  async #close(parent: RoomId, feature: string, child: RoomId): Promise<void> {
    const room = this.#known.get(parent)?.children.get(child);
    if (room && room.people > 0) await this.#after(patienceMs);
    if (this.#life === 'closed') return;
    await this.#options.end(child);
    this.#tellOfChild(parent, feature, child, 'closed');
  }

  #tellOfChild(parent: RoomId, feature: string, child: RoomId, state: ChildState): void {
    this.#inform(parent, feature, ({ handlers }, context) => handlers.family?.child?.(context, child, state));
  }

  #tell(from: RoomId, feature: string, { room, fact, isCopy }: TellJob): void {
    this.#inform(
      room,
      feature,
      ({ handlers }, context) => handlers.family?.told?.(context, from, fact),
      isCopy ? from : undefined,
    );
  }

  /**
   * Delivers after earlier facts for this room; tries again until the room has committed it, is gone, or the server stops.
   * @param copiedFrom the room whose log has it already
   */
  #inform(
    room: RoomId,
    feature: string,
    answer: (slice: AnySlice, context: Context) => void,
    copiedFrom?: RoomId,
  ): void {
    const before = this.#lines.get(room) ?? Promise.resolve();
    const done = before.then(() =>
      this.#retry(async () => (await this.#options.find(room))?.inform(feature, answer, copiedFrom)),
    );
    const settled = done.catch((error: unknown) => {
      // The log of the other room has it; a flood of copies must not become a flood of reports.
      if (copiedFrom !== undefined && isRationed(error)) return;
      this.#options.failed(room, `a fact for ${feature}`, error);
    });
    this.#lines.set(room, settled);
  }

  /** Tries again while the room cannot be read or written; returns undefined when the server stops. @throws any other error */
  async #retry<T>(work: () => Promise<T>): Promise<T | undefined> {
    for (let wait = againMs; this.#life === 'open'; wait = Math.min(2 * wait, longestAgainMs)) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'unavailable') throw error;
        await this.#after(wait);
      }
    }
    return undefined;
  }

  #placesChanged(parent: Room): void {
    const places = parent.elsewhere;
    const before = this.#known.get(parent.id);
    if (!before && places.size === 0) return;
    const known = before ?? this.#of(parent.id);
    if (known.places === places) return;
    const last = known.places;
    const moved = [...places].filter(([member, room]) => last?.get(member) !== room);
    if (moved.length === 0 && places.size === last?.size) return;
    known.places = places;
    for (const child of known.children.values()) {
      for (const member of child.seated) if (!places.has(member) && !parent.find(member)) child.dismiss(member);
      this.#watchStrays(known, child);
    }
    for (const [member] of moved) this.#watchAway(known, parent.id, member);
  }

  #sharedChanged(parent: Room): void {
    const known = this.#known.get(parent.id);
    if (!known || known.children.size === 0) return;
    const news = [...parent.shared].filter(([feature, shared]) => known.shared.get(feature) !== shared);
    if (news.length === 0) return;
    known.shared = new Map([...known.shared, ...news]);
    for (const child of known.children.keys())
      for (const [feature, shared] of news) this.#share(child, feature, shared);
  }

  /** Gives a child the parent's shared state of now: it may have changed since the passes of new members were signed. */
  #welcome(parent: RoomId, child: Room): void {
    const work = this.#options.find(parent).then((home) => home && this.#shareAll(home, child));
    this.#inBackground(child.id, 'sending shared state to a child', work);
  }

  #shareAll(home: Room, child: Room): void {
    for (const [feature, shared] of home.shared) this.#share(child.id, feature, shared);
  }

  #share(child: RoomId, feature: string, shared: string): void {
    this.#inform(child, feature, ({ handlers }, context) => handlers.family?.shared?.(context, JSON.parse(shared)));
  }

  /** Gives members of a child whose place is elsewhere some seconds to move, and then takes their seat. */
  #watchStrays(known: Known, child: Room): void {
    const isStray = (member: MemberId) => known.places !== undefined && known.places.get(member) !== child.id;
    for (const member of child.seated.filter(isStray)) {
      this.#later(known, `${child.id}/${member}`, () => {
        if (isStray(member) && child.seated.includes(member)) child.dismiss(member);
      });
    }
  }

  /** Lets a member who is in a child hear the parent for some seconds more, until the child's audio is there. */
  #watchAway(known: Known, parent: RoomId, member: MemberId): void {
    this.#later(known, `${parent}/${member}`, () => {
      if (known.places?.has(member)) this.#options.onAway(parent, member);
    });
  }

  #later({ patience }: Known, name: string, run: () => void): void {
    if (this.#life === 'closed' || patience.has(name)) return;
    const stop = this.#options.clock.after(patienceMs, () => {
      patience.delete(name);
      run();
    });
    patience.set(name, stop);
  }

  #of(parent: RoomId): Known {
    const known: Known = this.#known.get(parent) ?? {
      children: new Map(),
      seated: new Map(),
      places: undefined,
      shared: new Map(),
      patience: new Map(),
    };
    this.#known.set(parent, known);
    return known;
  }

  #after(ms: number): Promise<void> {
    return new Promise((resolve) => void this.#options.clock.after(ms, resolve));
  }

  #inBackground(room: RoomId, what: string, work: Promise<void>): void {
    inBackground(work, (error) => {
      if (this.#life === 'open') this.#options.failed(room, what, error);
    });
  }
}
