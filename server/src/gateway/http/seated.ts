import { AppError } from '@plenum/shared/core/errors';
import type { Seated } from '../../files/ports.ts';
import type { Rooms } from '../../room/Rooms.ts';
import type { Tickets } from '../tickets.ts';

/** The parts that seats are looked up in. */
export interface Seats {
  readonly rooms: Rooms;
  readonly tickets: Tickets;
}

/**
 * The member whose seat is in `Authorization: Bearer <seat>`. There are no cookies, so another page cannot make a browser
 * ask in the name of a member.
 * @param wanted the room of the seat
 * @throws AppError `forbidden` without a valid seat in this room, `closed` when the member has left it
 */
export async function requireSeated(
  { rooms, tickets }: Seats,
  authorization: string | undefined,
  wanted: unknown,
): Promise<Seated> {
  const token = /^Bearer ([\w.-]{1,2048})$/.exec(authorization ?? '')?.[1];
  if (token === undefined) throw new AppError('forbidden', 'A seat in this room is needed.');
  const claims = tickets.readSeat(token);
  if (claims.room !== wanted) throw new AppError('forbidden', 'This seat is in another room.');
  const room = await rooms.require(claims.room);
  const member = room.find(claims.member);
  if (!member) throw new AppError('closed', 'You are not in this meeting any more.');
  return { room, member };
}

/** The owner of a conversion in `Turns`: the person, in all rooms, when the browser has an identity; else the member. */
export function ownerOf({ room, member }: Seated): { readonly room: string; readonly person: string } {
  return { room: room.id, person: member.person ?? `${room.id}/${member.id}` };
}
