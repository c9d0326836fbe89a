import { AppError } from '@plenum/shared/core/errors';
import type { MemberId, RoomId } from '@plenum/shared/core/ids';
import { Memo } from '@plenum/shared/core/Memo';
import type { DoorSign } from '@plenum/shared/core/wire';
import type { Member } from './Member.ts';
import type { Crowd } from './findPlace.ts';
import type { RightsUnder } from './roomOptions.ts';
import type { AnySlice, Comer, MemberView, Seat } from './serve.ts';
import type { States } from './states.ts';

type Handlers = AnySlice['handlers'];
type Seats = ReadonlyMap<MemberId, Seat>;
type Waiting = ReadonlyMap<MemberId, { readonly seat: Seat; readonly keeper: AnySlice }>;

/**
 * The features of a room, and what they say together about any of its states. What concerns everybody is worked out once
 * for each state, and only when somebody asks: a state that a feature has not changed is the same object as before.
 */
export class Slices {
  readonly byName: ReadonlyMap<string, AnySlice>;
  readonly #all: readonly AnySlice[];
  readonly #rightsUnder: RightsUnder;
  readonly #seats = new Memo<Seats>();
  readonly #waiting = new Memo<Waiting>();
  readonly #elsewhere = new Memo<ReadonlyMap<MemberId, RoomId>>();
  readonly #shared = new Memo<string>();
  readonly #views = new Memo<MemberView>();
  readonly #members = new Memo<readonly MemberView[]>();

  constructor(slices: readonly AnySlice[], rightsUnder: RightsUnder) {
    this.byName = new Map(slices.map((slice) => [slice.name, slice]));
    this.#all = slices;
    this.#rightsUnder = rightsUnder;
  }

  [Symbol.iterator](): IterableIterator<AnySlice> {
    return this.#all.values();
  }

  get(name: string): AnySlice | undefined {
    return this.byName.get(name);
  }

  /** Who has a seat. */
  seats(states: States): Seats {
    const keepers = this.#with(({ door }) => door?.seats);
    return this.#seats.of(partsOf(keepers, states), () => {
      const lists = keepers.flatMap(({ name, handlers }) => Object.values(handlers.door?.seats?.(states[name]) ?? {}));
      return new Map(lists.map((seat) => [seat.id, seat]));
    });
  }

  /** Who waits outside, and the feature that keeps them waiting. */
  waiting(states: States): Waiting {
    const keepers = this.#with(({ door }) => door?.waits);
    return this.#waiting.of(partsOf(keepers, states), () => {
      const lists = keepers.flatMap((keeper) =>
        Object.values(keeper.handlers.door?.waits?.(states[keeper.name]) ?? {}).map((seat) => ({ seat, keeper })),
      );
      return new Map(lists.map((one) => [one.seat.id, one]));
    });
  }

  /** Everybody who has a place, for the question whether there is one more. */
  crowd(states: States, members: ReadonlyMap<MemberId, Member>): Crowd {
    return {
      seats: this.seats(states),
      waiting: new Map([...this.waiting(states)].map(([id, { seat }]) => [id, seat])),
      cameAs: (id) => members.get(id)?.cameAs,
      isOnline: (id) => members.get(id)?.connection.state !== 'offline',
    };
  }

  /** The feature that keeps this member outside, if one does. */
  keeperOf(id: MemberId, states: States): AnySlice | undefined {
    return this.seats(states).has(id) ? undefined : this.waiting(states).get(id)?.keeper;
  }

  /** Who waits outside can ask only what keeps them there. @throws AppError `forbidden` */
  requireReach(id: MemberId, slice: AnySlice, states: States): void {
    const keeper = this.keeperOf(id, states);
    if (keeper && keeper !== slice) throw new AppError('forbidden', 'You are not in this meeting yet.');
  }

  /** True for who sits here or waits outside. */
  hasPlace(id: MemberId, states: States): boolean {
    return this.seats(states).has(id) || this.waiting(states).has(id);
  }

  /** The member with the rights of these states. */
  find(id: MemberId, states: States): MemberView | undefined {
    const seat = this.seats(states).get(id);
    return seat && this.#viewOf(seat, states);
  }

  /** Everybody who has a seat, with the rights of these states. */
  members(states: States): readonly MemberView[] {
    const seats = this.seats(states);
    return this.#members.of([seats, this.#rightsUnder(states)], () =>
      [...seats.values()].map((seat) => this.#viewOf(seat, states)),
    );
  }

  /** Whom features have sent to which child of the room. */
  elsewhere(states: States): ReadonlyMap<MemberId, RoomId> {
    const senders = this.#with(({ family }) => family?.elsewhere);
    return this.#elsewhere.of(partsOf(senders, states), () => {
      const lists = senders.map(({ name, handlers }) => handlers.family?.elsewhere?.(states[name]) ?? {});
      return new Map(lists.flatMap((list) => Object.entries(list)));
    });
  }

  /** What each feature of a parent shares with the children, as one text each: equal texts are equal news. */
  shared(states: States): ReadonlyMap<string, string> {
    const texts = this.#with(({ family }) => family?.shares).map((slice) => {
      const text = () => JSON.stringify(slice.handlers.family?.shares?.(states[slice.name]));
      return [slice.name, this.#shared.of([slice, ...partsOf([slice], states)], text)] as const;
    });
    return new Map(texts);
  }

  /** What every feature makes of a comer, one after the other. @throws AppError when one keeps them out */
  meet(states: States, comer: Comer): Comer {
    let met = comer;
    for (const { name, handlers } of this.#all) met = handlers.door?.atDoor?.(states[name], met) ?? met;
    return met;
  }

  /** What stands at the door. A meeting that is over says so, whatever other sign is up. */
  doorSign(states: States): DoorSign {
    const signs = this.#all.map(({ name, handlers }) => handlers.door?.sign?.(states[name]));
    return signs.includes('ended') ? 'ended' : (signs.find((sign) => sign !== undefined) ?? 'open');
  }

  #viewOf(seat: Seat, states: States): MemberView {
    const rights = this.#rightsUnder(states);
    const { id, name, role, person } = seat;
    return this.#views.of([rights, seat], () => ({ id, name, role, person, abilities: rights({ id, name, role }) }));
  }

  #with(hook: (handlers: Handlers) => unknown): readonly AnySlice[] {
    return this.#all.filter(({ handlers }) => hook(handlers) !== undefined);
  }
}

/** The states from which these features answer. */
function partsOf(slices: readonly AnySlice[], states: States): object[] {
  return slices.flatMap(({ name }) => {
    const state = states[name];
    return typeof state === 'object' && state !== null ? [state] : [];
  });
}
