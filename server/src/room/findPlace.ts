import { isStaff } from '@plenum/shared/core/abilities';
import { AppError } from '@plenum/shared/core/errors';
import type { MemberId } from '@plenum/shared/core/ids';
import { limits } from '@plenum/shared/core/limits';
import type { Comer, Seat } from './serve.ts';

/** How many places a room has, and how many of them one address may take. */
export interface PlaceBounds {
  /** Seats for everybody. */
  readonly roomPeople: number;
  /** People who wait outside. */
  readonly roomWaiting: number;
  /** The seats and waiting people of one address, those with a key not counted. */
  readonly addressSeats: number;
  readonly addressWaiting: number;
}

/** The members of a room, inside and outside, with what a new place depends on. */
export interface Crowd {
  readonly seats: ReadonlyMap<MemberId, Seat>;
  /** In the order in which they came. */
  readonly waiting: ReadonlyMap<MemberId, Seat>;
  /** How a member came in; undefined after a restart until the line is back. */
  readonly cameAs: (member: MemberId) => Pick<Comer, 'standing' | 'origin'> | undefined;
  readonly isOnline: (member: MemberId) => boolean;
}

/** The properties of a comer that count for the bounds. */
type Measured = Pick<Comer, 'role' | 'person' | 'standing' | 'origin'>;

/** The number of seats for this role: hosts and moderators get in although guests have filled the room. */
export function seatsFor(role: Comer['role'], { roomPeople }: Pick<PlaceBounds, 'roomPeople'>): number {
  return isStaff({ role }) ? roomPeople + limits.staffReserve : roomPeople;
}

/**
 * Finds a seat, or a place outside for a comer who waits.
 * @returns the member outside who loses the place, if one must
 * @throws AppError `full`, with the bound that is met
 */
export function findPlace(comer: Comer, crowd: Crowd, bounds: PlaceBounds): MemberId | undefined {
  if (comer.waits) return findPlaceOutside(comer, crowd, bounds);
  requireSeat(comer, crowd, bounds);
  return undefined;
}

function requireSeat(comer: Comer, { seats, cameAs }: Crowd, bounds: PlaceBounds): void {
  if (seats.size >= seatsFor(comer.role, bounds)) {
    throw new AppError('full', 'This meeting is full. Try again when a member has left.');
  }
  if (isStaff(comer)) return;
  if (countOfPerson(seats, comer) >= limits.seatsPerPerson) {
    throw new AppError(
      'full',
      'You are already here in four windows. Close one of them, wait a minute, and try again.',
      'windows',
    );
  }
  if (comer.standing === 'member' || comer.origin === undefined) return;
  let neighbours = 0;
  for (const seat of seats.values()) if (isNeighbour(comer, cameAs(seat.id)) && !isStaff(seat)) neighbours += 1;
  if (neighbours >= bounds.addressSeats) throw tooManyOfAddress();
}

function findPlaceOutside(comer: Comer, crowd: Crowd, bounds: PlaceBounds): MemberId | undefined {
  const all = [...crowd.waiting.values()];
  const own = all.filter(({ person }) => person !== undefined && person === comer.person);
  if (own.length >= limits.waitingPerPerson) {
    return (
      offlineOf(own, crowd) ??
      refuse('You already wait in three windows. Go on in one of them, or close one and try again.', 'windows')
    );
  }
  if (comer.standing !== 'member' && comer.origin !== undefined) {
    const neighbours = all.filter(({ id }) => isNeighbour(comer, crowd.cameAs(id)));
    if (neighbours.length >= bounds.addressWaiting) return offlineOf(neighbours, crowd) ?? fail(tooManyOfAddress());
  }
  if (all.length < bounds.roomWaiting) return undefined;
  const stranger = comer.standing === 'member' ? all.findLast(({ id }) => !isInvited(crowd.cameAs(id))) : undefined;
  return (
    offlineOf(all, crowd) ??
    stranger?.id ??
    refuse('Too many people wait outside already. Try again in a few minutes.', 'waiting')
  );
}

// Every comer is counted against all seats: no list is made on the way.
function countOfPerson(seats: ReadonlyMap<MemberId, Seat>, { person }: Measured): number {
  let count = 0;
  if (person !== undefined) for (const seat of seats.values()) if (seat.person === person) count += 1;
  return count;
}

/** True when the two come from the same address, and the other has no key. */
function isNeighbour({ origin }: Measured, other: Pick<Comer, 'standing' | 'origin'> | undefined): boolean {
  return other?.origin === origin && !isInvited(other);
}

function isInvited(cameAs: Pick<Comer, 'standing'> | undefined): boolean {
  return cameAs?.standing === 'member';
}

/** The member who has waited longest and whose line is lost. */
function offlineOf(waiting: readonly Seat[], { isOnline }: Crowd): MemberId | undefined {
  return waiting.find(({ id }) => !isOnline(id))?.id;
}

function tooManyOfAddress(): AppError {
  return new AppError(
    'full',
    'Too many people come from your network. Use the link for members, ask a moderator, or try again later.',
    'address',
  );
}

function refuse(message: string, bound: string): never {
  return fail(new AppError('full', message, bound));
}

function fail(error: AppError): never {
  throw error;
}
