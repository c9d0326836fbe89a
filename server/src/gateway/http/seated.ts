import type { Request } from 'express';
import { AppError } from '@plenum/shared/core/errors';
import type { Room } from '../../room/Room.ts';
import type { Rooms } from '../../room/Rooms.ts';
import type { MemberView } from '../../room/serve.ts';
import type { Tickets } from '../tickets.ts';

/** Who sits where, by the seat that a request bears. */
export interface Seated {
  readonly room: Room;
  /** With the rights of now. */
  readonly member: MemberView;
}

/**
 * The member who makes this request of the room in its path (`:id`), known by `Authorization: Bearer <seat>`. There are
 * no cookies, so no other page can make a browser ask in somebody's name.
 * @throws AppError `forbidden` without a valid seat in this room, `closed` when nobody sits there any more
 */
export async function requireSeated(request: Request, rooms: Rooms, tickets: Tickets): Promise<Seated> {
  const token = /^Bearer ([\w.-]{1,2048})$/.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) throw new AppError('forbidden', 'A seat in this room is needed.');
  const claims = tickets.readSeat(token);
  if (claims.room !== request.params['id']) throw new AppError('forbidden', 'This seat is in another room.');
  const room = await rooms.require(claims.room);
  const member = room.find(claims.member);
  if (!member) throw new AppError('closed', 'You are not in this meeting any more.');
  return { room, member };
}

/** Whose turn a conversion takes: the person's where the browser said who it is, in whatever room. */
export function ownerOf({ room, member }: Seated): { readonly room: string; readonly person: string } {
  return { room: room.id, person: member.person ?? `${room.id}/${member.id}` };
}
