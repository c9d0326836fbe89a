import { AppError } from '@plenum/shared/core/errors';
import type { Seated } from '../../files/ports.ts';
import type { Rooms } from '../../room/Rooms.ts';
import type { Tickets } from '../tickets.ts';

/** Where seats are looked up. */
export interface Seats {
  readonly rooms: Rooms;
  readonly tickets: Tickets;
}

/**
 * The member whose seat stands in `Authorization: Bearer <seat>`. There are no cookies, so no other page can make a
 * browser ask in somebody's name.
 * @param wanted the room in which the seat must be
 * @throws AppError `forbidden` without a valid seat in this room, `closed` when nobody sits there any more
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

/** Whose turn a conversion takes: the person's where the browser said who it is, in whatever room. */
export function ownerOf({ room, member }: Seated): { readonly room: string; readonly person: string } {
  return { room: room.id, person: member.person ?? `${room.id}/${member.id}` };
}
