import { AppError } from '@plenum/shared/core/errors';
import type { MemberId, RoomId } from '@plenum/shared/core/ids';
import { Memo } from '@plenum/shared/core/Memo';
import type { DoorSign } from '@plenum/shared/core/wire';
import type { Member } from './Member.ts';
import type { Crowd } from './findPlace.ts';
import type { RightsUnder } from './roomOptions.ts';
import type { AnySlice, Capacity, Comer, Listener, MemberView, Seat } from './serve.ts';
import type { States } from './states.ts';

type Handlers = AnySlice['handlers'];
type Rights = ReturnType<RightsUnder>;
type Listeners = readonly { readonly slice: AnySlice; readonly listener: Listener }[];
type Seats = ReadonlyMap<MemberId, Seat>;
type Waiting = ReadonlyMap<MemberId, { readonly seat: Seat; readonly keeper: AnySlice }>;

/**
 * The features of a room, and their combined results for a state. Results that concern all members are computed on demand,
 * once for each state: a state that a feature has not changed is the same object.
 */
export class Slices {
  readonly byName: ReadonlyMap<string, AnySlice>;
  readonly #all: readonly AnySlice[];
  readonly #rightsUnder: RightsUnder;
  readonly #listeners = new Map<string, Listeners>();
  readonly #seats = new Memo<Seats>();
  readonly #waiting = new Memo<Waiting>();
  readonly #elsewhere = new Memo<ReadonlyMap<MemberId, RoomId>>();
  readonly #shared = new Memo<string>();
  /** For each seat the view under the rights that were asked for last: thousands of these are looked up in a moment. */
  readonly #views = new WeakMap<Seat, { readonly rights: Rights; readonly view: MemberView }>();
  readonly #members = new Memo<readonly MemberView[]>();

  constructor(slices: readonly AnySlice[], rightsUnder: RightsUnder) {
    this.byName = new Map(slices.map((slice) => [slice.name, slice]));
    this.#all = slices;
    this.#rightsUnder = rightsUnder;
    for (const slice of slices) {
      for (const listener of slice.handlers.listens ?? []) {
        this.#listeners.set(listener.name, [...this.listenersTo(listener.name), { slice, listener }]);
      }
    }
  }

  [Symbol.iterator](): IterableIterator<AnySlice> {
    return this.#all.values();
  }

  get(name: string): AnySlice | undefined {
    return this.byName.get(name);
  }

  /** Which features listen to an event, named like `chat:sent`, in the order of the features. */
  listenersTo(name: string): Listeners {
    return this.#listeners.get(name) ?? [];
  }

  /** The seats, by member. */
  seats(states: States): Seats {
    const keepers = this.#with(({ door }) => door?.seats);
    return this.#seats.of(partsOf(keepers, states), () => {
      const lists = keepers.flatMap(({ name, handlers }) => Object.values(handlers.door?.seats?.(states[name]) ?? {}));
      return new Map(lists.map((seat) => [seat.id, seat]));
    });
  }

  /** The members who wait outside, each with the feature that keeps them there. */
  waiting(states: States): Waiting {
    const keepers = this.#with(({ door }) => door?.waits);
    return this.#waiting.of(partsOf(keepers, states), () => {
      const lists = keepers.flatMap((keeper) =>
        Object.values(keeper.handlers.door?.waits?.(states[keeper.name]) ?? {}).map((seat) => ({ seat, keeper })),
      );
      return new Map(lists.map((one) => [one.seat.id, one]));
    });
  }

  /** The members with a place, as `findPlace` needs them. */
  crowd(states: States, members: ReadonlyMap<MemberId, Member>): Crowd {
    return {
      seats: this.seats(states),
      waiting: new Map([...this.waiting(states)].map(([id, { seat }]) => [id, seat])),
      cameAs: (id) => members.get(id)?.cameAs,
      isOnline: (id) => members.get(id)?.connection.state !== 'offline',
    };
  }

  /** The feature that keeps this member outside; undefined for a member inside. */
  keeperOf(id: MemberId, states: States): AnySlice | undefined {
    return this.seats(states).has(id) ? undefined : this.waiting(states).get(id)?.keeper;
  }

  /** A member outside may ask only the feature that keeps them there. @throws AppError `forbidden` */
  requireReach(id: MemberId, slice: AnySlice, states: States): void {
    const keeper = this.keeperOf(id, states);
    if (keeper && keeper !== slice) throw new AppError('forbidden', 'You are not in this meeting yet.');
  }

  /** True for a member who has a seat or waits outside. */
  hasPlace(id: MemberId, states: States): boolean {
    return this.seats(states).has(id) || this.waiting(states).has(id);
  }

  /** The member with the rights of these states. */
  find(id: MemberId, states: States): MemberView | undefined {
    const seat = this.seats(states).get(id);
    return seat && this.#viewOf(seat, this.#rightsUnder(states));
  }

  /** All members who have a seat, with the rights of these states. */
  members(states: States): readonly MemberView[] {
    const seats = this.seats(states);
    const rights = this.#rightsUnder(states);
    return this.#members.of([seats, rights], () => [...seats.values()].map((seat) => this.#viewOf(seat, rights)));
  }

  /** The members that features have sent to a child of the room, each with that child. */
  elsewhere(states: States): ReadonlyMap<MemberId, RoomId> {
    const senders = this.#with(({ family }) => family?.elsewhere);
    return this.#elsewhere.of(partsOf(senders, states), () => {
      const lists = senders.map(({ name, handlers }) => handlers.family?.elsewhere?.(states[name]) ?? {});
      return new Map(lists.flatMap((list) => Object.entries(list)));
    });
  }

  /** What each feature of a parent shares with the children, as JSON: equal texts mean that nothing has changed. */
  shared(states: States): ReadonlyMap<string, string> {
    const texts = this.#with(({ family }) => family?.shares).map((slice) => {
      const text = () => JSON.stringify(slice.handlers.family?.shares?.(states[slice.name]));
      return [slice.name, this.#shared.of([slice, ...partsOf([slice], states)], text)] as const;
    });
    return new Map(texts);
  }

  /** Passes a comer through every feature's `atDoor`, one after the other. @throws AppError when a feature refuses the comer */
  meet(states: States, comer: Comer): Comer {
    let met = comer;
    for (const { name, handlers } of this.#all) met = handlers.door?.atDoor?.(states[name], met) ?? met;
    return met;
  }

  /** The smallest of the features' bounds; undefined when none has one. */
  capacity(states: States): Capacity | undefined {
    const all = this.#all.flatMap(({ name, handlers }) => handlers.door?.capacity?.(states[name]) ?? []);
    return all.toSorted((one, other) => one.people - other.people)[0];
  }

  /** The door sign. The sign of a meeting that is over wins over all others. */
  doorSign(states: States): DoorSign {
    const signs = this.#all.map(({ name, handlers }) => handlers.door?.sign?.(states[name]));
    return signs.includes('ended') ? 'ended' : (signs.find((sign) => sign !== undefined) ?? 'open');
  }

  #viewOf(seat: Seat, rights: Rights): MemberView {
    const known = this.#views.get(seat);
    if (known?.rights === rights) return known.view;
    const { id, name, role, person } = seat;
    const view = { id, name, role, person, abilities: rights({ id, name, role }) };
    this.#views.set(seat, { rights, view });
    return view;
  }

  #with(hook: (handlers: Handlers) => unknown): readonly AnySlice[] {
    return this.#all.filter(({ handlers }) => hook(handlers) !== undefined);
  }
}

/** The states on which the results of these features depend. */
function partsOf(slices: readonly AnySlice[], states: States): object[] {
  return slices.flatMap(({ name }) => {
    const state = states[name];
    return typeof state === 'object' && state !== null ? [state] : [];
  });
}
