import * as z from 'zod/mini';
import { anyone, endpoint, perMinute } from '../../core/endpoint.ts';
import { RoomId } from '../../core/ids.ts';
import { DisplayName, RoomTitle } from '../../core/text.ts';
import { DoorSign } from '../../core/wire.ts';

const token = z.string().check(z.minLength(1), z.maxLength(2_048));

export const CreateRoomInput = z.strictObject({
  title: RoomTitle,
  /** Where rooms are opened with a key of the server: that key. */
  key: z.optional(token),
});
export type CreateRoomInput = z.infer<typeof CreateRoomInput>;
export const CreateRoomOutput = z.object({
  id: RoomId,
  title: z.string(),
  hostKey: token,
  moderatorKey: token,
  memberKey: token,
});
export type CreateRoomOutput = z.infer<typeof CreateRoomOutput>;

export const createRoom = endpoint({
  name: 'room:create',
  summary: 'Opens a room. Where the server says so (`server:info`), a key of the server is needed.',
  method: 'POST',
  path: '/rooms',
  who: anyone,
  // What an operator has not set otherwise: `PLENUM_ROOMS_PER_HOUR`.
  limit: { address: [perMinute(40), { requests: 200, seconds: 3_600 }] },
  input: CreateRoomInput,
  output: CreateRoomOutput,
  status: 201,
  errors: ['forbidden', 'full', 'unavailable'],
});

export const RoomInfo = z.object({ id: RoomId, title: z.string(), people: z.int(), full: z.boolean(), door: DoorSign });
export type RoomInfo = z.infer<typeof RoomInfo>;

export const roomInfo = endpoint({
  name: 'room:info',
  summary: 'A room as it is seen from outside.',
  method: 'GET',
  path: '/rooms/:room',
  who: anyone,
  limit: { address: [perMinute(1_200)] },
  params: { room: RoomId },
  output: RoomInfo,
  errors: ['unavailable'],
});

export const TicketInput = z.strictObject({
  name: DisplayName,
  /** The host's, a moderator's or a member's; without a right one, one comes as whoever has the link. */
  key: z.optional(token),
  /** Who this browser said to be before; a new one is made when it is missing or not ours. */
  identity: z.optional(token),
});
export type TicketInput = z.infer<typeof TicketInput>;
export const TicketOutput = z.object({
  ticket: token,
  roomUrl: z.string(),
  mediaUrl: z.string(),
  /** To be kept in the browser, and sent with the next request for a ticket. */
  identity: token,
});
export type TicketOutput = z.infer<typeof TicketOutput>;

export const requestTicket = endpoint({
  name: 'room:ticket',
  summary: 'The right to open a room line: for two minutes, once.',
  method: 'POST',
  path: '/rooms/:room/tickets',
  who: anyone,
  limit: { address: [perMinute(1_200)] },
  params: { room: RoomId },
  input: TicketInput,
  output: TicketOutput,
  status: 201,
  errors: ['forbidden', 'conflict', 'full', 'closed', 'unavailable'],
});
