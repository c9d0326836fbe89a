import { AppError } from '@plenum/shared/core/errors';
import type { MemberId, RoomId } from '@plenum/shared/core/ids';
import type { DoorSign } from '@plenum/shared/core/wire';
import type { Member } from './Member.ts';
import type { Crowd } from './places.ts';
import type { AnySlice, Comer, Seat } from './serve.ts';
import type { States } from './Transaction.ts';

type Slices = ReadonlyMap<string, AnySlice>;

/** Who has a seat. */
export function seatsIn(slices: Slices, states: States): Map<MemberId, Seat> {
  const seats = new Map<MemberId, Seat>();
  for (const { name, handlers } of slices.values()) {
    for (const seat of Object.values(handlers.seats?.(states[name]) ?? {})) seats.set(seat.id, seat);
  }
  return seats;
}

/** Who waits outside, and the feature that keeps them waiting. */
export function waitingIn(slices: Slices, states: States): Map<MemberId, { seat: Seat; keeper: AnySlice }> {
  const waiting = new Map<MemberId, { seat: Seat; keeper: AnySlice }>();
  for (const keeper of slices.values()) {
    for (const seat of Object.values(keeper.handlers.waits?.(states[keeper.name]) ?? {})) {
      waiting.set(seat.id, { seat, keeper });
    }
  }
  return waiting;
}

/** The feature that keeps this member outside, if one does. */
export function keeperIn(slices: Slices, states: States, id: MemberId): AnySlice | undefined {
  return seatsIn(slices, states).has(id) ? undefined : waitingIn(slices, states).get(id)?.keeper;
}

/** True for who has a seat or a place outside. */
export function hasPlaceIn(slices: Slices, states: States, id: MemberId): boolean {
  return seatsIn(slices, states).has(id) || waitingIn(slices, states).has(id);
}

/** Who waits outside can ask only what keeps them there. @throws AppError `forbidden` */
export function requireReach(keeper: AnySlice | undefined, asked: AnySlice): void {
  if (keeper && keeper !== asked) throw new AppError('forbidden', 'You are not in this meeting yet.');
}

/** Everybody who has a place, for the question whether there is one more. */
export function crowdIn(slices: Slices, states: States, members: ReadonlyMap<MemberId, Member>): Crowd {
  return {
    seats: seatsIn(slices, states),
    waiting: new Map([...waitingIn(slices, states)].map(([id, { seat }]) => [id, seat])),
    cameAs: (id) => members.get(id)?.cameAs,
    isOnline: (id) => members.get(id)?.connection.state !== 'offline',
  };
}

/** Whom features have sent to which child of the room. */
export function elsewhereIn(slices: Slices, states: States): ReadonlyMap<MemberId, RoomId> {
  const lists = [...slices.values()].map(({ name, handlers }) => handlers.elsewhere?.(states[name]) ?? {});
  return new Map(lists.flatMap((list) => Object.entries(list)));
}

/** What each feature of a parent shares with the children, as one text each: equal texts are equal news. */
export function sharedIn(slices: Slices, states: States): ReadonlyMap<string, string> {
  const shared = new Map<string, string>();
  for (const { name, handlers } of slices.values()) {
    if (handlers.shares) shared.set(name, JSON.stringify(handlers.shares(states[name])));
  }
  return shared;
}

/** What every feature makes of a comer, one after the other. @throws AppError when one keeps them out */
export function meet(slices: Slices, states: States, comer: Comer): Comer {
  let met = comer;
  for (const { name, handlers } of slices.values()) met = handlers.atDoor?.(states[name], met) ?? met;
  return met;
}

/** What stands at the door. A meeting that is over says so, whoever else has put up a sign. */
export function signOn(slices: Slices, states: States): DoorSign {
  const signs = [...slices.values()].map(({ name, handlers }) => handlers.doorSign?.(states[name]));
  return signs.includes('ended') ? 'ended' : (signs.find((sign) => sign !== undefined) ?? 'open');
}
