import { randomBytes } from 'node:crypto';
import express from 'express';
import type * as z from 'zod/mini';
import { AppError } from '@plenum/shared/core/errors';
import { RoomId } from '@plenum/shared/core/ids';
import {
  CreateRoomInput,
  type CreateRoomOutput,
  paths,
  type RoomInfo,
  type ServerInfo,
  TicketInput,
  type TicketOutput,
} from '@plenum/shared/core/wire';
import type { Room } from '../../room/Room.ts';
import type { Rooms } from '../../room/Rooms.ts';
import { addressPrefix } from '../addressPrefix.ts';
import type { Tickets } from '../tickets.ts';
import type { FileStore } from '../../storage/files/FileStore.ts';
import { type CreateRooms, requireCreator } from './createRoom.ts';
import { limitPerAddress, limitPerHour, ownOriginOnly } from './guards.ts';
import { hashesOf, newRoomKeys, standingBy } from './roomKeys.ts';

/** What the room routes need. */
export interface RoomRoutesOptions {
  readonly rooms: Rooms;
  readonly tickets: Tickets;
  readonly files: FileStore;
  readonly createRooms: CreateRooms;
  /** How many rooms one address may open in an hour. */
  readonly roomsPerHour: number;
  readonly publicHost: string | undefined;
  /** Epoch ms. */
  readonly now: () => number;
  readonly newId: () => string;
}

/** 80 bits in four groups that can be read aloud: no letter that looks like another. */
function newRoomId(): string {
  const alphabet = '23456789abcdefghjkmnpqrstuvwxyz0';
  const letters = [...randomBytes(16)].map((byte) => alphabet[byte % 32]).join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}

/** Rooms are opened when lessons begin: a fifth of those of an hour may come in one minute, and some in any case. */
const perMinute = (perHour: number) => Math.max(10, Math.ceil(perHour / 5));

function limitRooms({ roomsPerHour }: RoomRoutesOptions) {
  return limitPerHour(roomsPerHour, `${roomsPerHour} rooms were opened from this network in an hour. Try again later.`);
}

function parse<S extends z.ZodMiniType>(schema: S, value: unknown): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new AppError('invalid', parsed.error.issues[0]?.message ?? 'Not understood.');
  return parsed.data;
}

/** Open a room, look at it from outside, ask for a ticket. */
export function roomRoutes(options: RoomRoutesOptions): express.Router {
  const { rooms, tickets, publicHost, now, newId } = options;
  const router = express.Router();

  router.use(ownOriginOnly(publicHost));

  router.get('/server', limitPerAddress(1_200), (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ createRooms: options.createRooms.who } satisfies ServerInfo);
  });

  router.post(
    '/rooms',
    limitPerAddress(perMinute(options.roomsPerHour)),
    limitRooms(options),
    async (request, response) => {
      const { title, key } = parse(CreateRoomInput, request.body);
      requireCreator(options.createRooms, key);
      if ((await options.files.shortage()) === 'disk') {
        throw new AppError('full', 'This server has no room for more meetings right now. Tell the people who run it.');
      }
      const keys = newRoomKeys();
      const id = newRoomId();
      await rooms.create({ id, title, ...hashesOf(keys), createdAt: now() });
      const { host: hostKey, moderator: moderatorKey, member: memberKey } = keys;
      const answer: CreateRoomOutput = { id, title, hostKey, moderatorKey, memberKey };
      response.status(201).json(answer);
    },
  );

  router.get('/rooms/:id', limitPerAddress(1_200), async (request, response) => {
    const room = await requirePublic(rooms, request.params.id);
    const { id, record, inside: people, isFull: full, door } = room;
    const answer: RoomInfo = { id, title: record.title, people, full, door };
    response.json(answer);
  });

  router.post('/rooms/:id/tickets', limitPerAddress(1_200), async (request, response) => {
    const { name, key, identity } = parse(TicketInput, request.body);
    const room = await requirePublic(rooms, request.params.id);
    const person = (identity !== undefined && tickets.readIdentity(identity)) || newId();
    const origin = tickets.originOf(addressPrefix(request.ip ?? ''));
    const comer = { id: newId(), name, person, origin, ...standingBy(key, room.record) };
    // Told here already where a person can read it; asked again when the ticket is used.
    room.meet(comer);
    const { id: member, role, standing } = comer;
    const answer: TicketOutput = {
      ticket: tickets.mintRoomTicket({ room: room.id, member, name, role, person, standing, origin }),
      roomUrl: paths.roomLine,
      mediaUrl: paths.mediaLine,
      identity: tickets.mintIdentity(person),
    };
    response.status(201).json(answer);
  });

  return router;
}

/** The room behind a link. One with a parent has none: whoever belongs there is sent by the parent. */
async function requirePublic(rooms: Rooms, id: unknown): Promise<Room> {
  const room = await rooms.require(parseId(id));
  if (room.record.parent !== undefined) throw new AppError('notFound', 'There is no such room.');
  return room;
}

/** A malformed id is answered like an unknown one: nothing can be learned from the difference. */
function parseId(id: unknown): string {
  const parsed = RoomId.safeParse(id);
  if (!parsed.success) throw new AppError('notFound', 'There is no such room.');
  return parsed.data;
}
