import * as z from 'zod/mini';
import { anyone, endpoint, perMinute } from '../../core/endpoint.ts';
import { RoomId } from '../../core/ids.ts';
import { DisplayName, RoomTitle } from '../../core/text.ts';
import { DoorSign } from '../../core/wire.ts';
import { durationLimits } from '../../features/duration/limits.ts';

const token = z.string().check(z.minLength(1), z.maxLength(2_048));

export const CreateRoomInput = z.strictObject({
  title: RoomTitle,
  /** The key of the server, where rooms are opened only with it. */
  key: z.optional(token),
  /** How long each meeting in the room lasts. Left out: as long as the server allows. */
  duration: z.optional(z.strictObject({ minutes: z.int().check(z.minimum(1), z.maximum(durationLimits.mostMinutes)) })),
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
  summary: 'Opens a room. Needs the key of the server if `server:info` says so.',
  method: 'POST',
  path: '/rooms',
  who: anyone,
  // The default of `PLENUM_ROOMS_PER_HOUR`.
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
  summary: 'Returns what people outside a room may know of it.',
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
  /** The key of a host, a moderator or a member. A person without a valid key enters as a person with the link. */
  key: z.optional(token),
  /** The identity that this browser got before; a new one is made when it is missing or invalid. */
  identity: z.optional(token),
});
export type TicketInput = z.infer<typeof TicketInput>;
export const TicketOutput = z.object({
  ticket: token,
  roomUrl: z.string(),
  mediaUrl: z.string(),
  /** The browser keeps the identity and sends it with the next request for a ticket. */
  identity: token,
});
export type TicketOutput = z.infer<typeof TicketOutput>;

export const requestTicket = endpoint({
  name: 'room:ticket',
  summary: 'Returns a ticket, with which a room line can be opened once within two minutes.',
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
