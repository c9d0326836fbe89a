import { randomBytes } from 'node:crypto';
import {
  createRoom,
  type CreateRoomInput,
  type CreateRoomOutput,
  requestTicket,
  roomInfo,
  type TicketInput,
  type TicketOutput,
} from '@plenum/shared/api/room/contract';
import { serverInfo } from '@plenum/shared/api/server/contract';
import { perMinute } from '@plenum/shared/core/endpoint';
import type { Role } from '@plenum/shared/core/abilities';
import { AppError } from '@plenum/shared/core/errors';
import type { AccountId, MemberId, PersonId, RoomId } from '@plenum/shared/core/ids';
import type { Place } from '../../cluster/Directory.ts';
import type { Identity, RequestHeaders } from '../../identity/ports.ts';
import type { Room } from '../../room/Room.ts';
import type { Opening } from '../../room/roomOptions.ts';
import type { Rooms } from '../../room/Rooms.ts';
import type { FileStore } from '../../storage/files/FileStore.ts';
import type { LineDoor } from '../lineDoor.ts';
import type { Tickets } from '../tickets.ts';
import { type CreateRooms, policyNow, requireCreator } from './createRoom.ts';
import { hashesOf, newRoomKeys, standingBy } from './roomKeys.ts';
import { type Serving, serving } from './serving.ts';

/** The parts and settings for opening and entering rooms. */
export interface RoomsOptions {
  /** The addresses of this node's lines. */
  readonly here: Place;
  readonly rooms: Rooms;
  /** Remembers the account of a person who gets a ticket for a meeting in a space. */
  readonly rememberSeat: (member: MemberId, account: AccountId) => Promise<void>;
  readonly tickets: Tickets;
  /** @throws AppError `closed` for a room whose meeting a program ended */
  readonly requireNotEnded: (room: RoomId) => Promise<void>;
  readonly files: FileStore;
  readonly createRooms: CreateRooms;
  readonly door: Pick<LineDoor, 'hasSpace' | 'requireSpace'>;
  readonly identity: Pick<Identity, 'whoAsks' | 'needsOperator'>;
  /** The opening settings of a room. @throws AppError `forbidden` when a wish is beyond what this server allows */
  readonly openingOf: (wish: CreateRoomInput['duration']) => Opening;
  /** The most rooms that one address may open in an hour. */
  readonly roomsPerHour: number;
  /** Epoch ms. */
  readonly now: () => number;
  readonly newId: () => string;
}

/** 80 bits in four groups that are easy to read aloud: no two letters look alike. */
export function newRoomId(): string {
  const alphabet = '23456789abcdefghjkmnpqrstuvwxyz0';
  const letters = [...randomBytes(16)].map((byte) => alphabet[byte % 32]).join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}

/** The most rooms of one address in a minute: a fifth of those of an hour, but at least 10, because lessons begin together. */
const roomsAMinute = (perHour: number) => Math.max(10, Math.ceil(perHour / 5));

/** Serves opening a room, its public record, and tickets. */
export function roomServings(options: RoomsOptions): readonly Serving[] {
  const { rooms, roomsPerHour } = options;
  const words = `${roomsPerHour} rooms were opened from this network in an hour. Try again later.`;
  const hourly = { requests: roomsPerHour, seconds: 3_600, words };
  const often = 'Too many rooms were opened from this address. Try again in a minute.';
  return [
    serving(serverInfo, {
      handle: async ({ address }) => ({
        createRooms: (await policyNow(options.createRooms, options.identity)).who,
        mayOpenLine: options.door.hasSpace(address),
      }),
    }),
    serving(createRoom, {
      limit: { address: [{ ...perMinute(roomsAMinute(roomsPerHour)), words: often }, hourly] },
      handle: ({ input, caller }) => open(options, input, caller.headers),
    }),
    serving(roomInfo, {
      async handle({ params }) {
        const { id, record, inside: people, isFull: full, door } = await requirePublic(rooms, params.room);
        return { id, title: record.title, people, full, door };
      },
    }),
    serving(requestTicket, {
      async handle({ params, input, address, caller }) {
        const room = await requirePublic(rooms, params.room);
        // A browser cannot read why an upgrade was refused, so a line that cannot open is refused here, in words.
        options.door.requireSpace(address);
        requireGoing(room);
        await options.requireNotEnded(room.id);
        const member = options.newId();
        const ticket = mint(options, room, {
          ...input,
          member,
          address,
          standing: standingBy(input.key, room.record),
        });
        const known = room.record.space === undefined ? undefined : await options.identity.whoAsks(caller.headers);
        if (known) await options.rememberSeat(member, known.account);
        return ticket;
      },
    }),
  ];
}

async function open(
  options: RoomsOptions,
  { title, key, duration }: CreateRoomInput,
  headers: RequestHeaders,
): Promise<CreateRoomOutput> {
  const { identity } = options;
  const isSignedIn = (await identity.whoAsks(headers)) !== undefined;
  requireCreator(await policyNow(options.createRooms, identity), { key, isSignedIn });
  const opening = options.openingOf(duration);
  await requireDiskSpace(options);
  const keys = newRoomKeys();
  const id = newRoomId();
  await options.rooms.create({ id, title, ...hashesOf(keys), createdAt: options.now() }, opening);
  const { host: hostKey, moderator: moderatorKey, member: memberKey } = keys;
  return { id, title, hostKey, moderatorKey, memberKey };
}

/** @throws AppError `full` while the disk has no space for another meeting */
export async function requireDiskSpace({ files }: Pick<RoomsOptions, 'files'>): Promise<void> {
  const shortage = await files.shortage();
  if (shortage === 'disk' || shortage === 'full') {
    throw new AppError('full', 'This server has no space for more meetings right now. Tell the people who run it.');
  }
}

/** A person who asks for a ticket. */
interface Asking extends Pick<TicketInput, 'name' | 'identity'> {
  /** The id of the new member; absent: a new one. */
  readonly member?: MemberId;
  /** Whose browser it is, where a program says it; absent: as the identity says. */
  readonly person?: PersonId | undefined;
  readonly address: string;
  /** What a key, a code or an account gives. */
  readonly standing: { readonly role: Role; readonly standing?: 'member' | 'inside' | undefined };
}

/** A ticket for a room. @throws AppError when the person gets no place in it */
export function mint(
  { tickets, newId, here }: RoomsOptions,
  room: Room,
  { member: id = newId(), name, identity, address, person: known, standing: given }: Asking,
): TicketOutput {
  const person = known ?? ((identity !== undefined && tickets.readIdentity(identity)) || newId());
  const origin = tickets.originOf(address);
  const comer = { id, name, person, origin, ...given };
  // Refused already here, where the page can show the reason; checked again when the ticket is used.
  room.meet(comer);
  const { id: member, role, standing } = comer;
  return {
    ticket: tickets.mintRoomTicket({ room: room.id, member, name, role, person, standing, origin }),
    roomUrl: here.roomUrl,
    mediaUrl: here.mediaUrl,
    identity: tickets.mintIdentity(person),
  };
}

/** The title of a room that lets in everyone with its link; undefined for a room with another door. @throws AppError `notFound` */
export async function titleOf(rooms: Rooms, id: RoomId): Promise<string | undefined> {
  const { record, door } = await requirePublic(rooms, id);
  return door === 'open' ? record.title : undefined;
}

/**
 * The own link of a room that belongs to a space works while its meeting goes on; the next one begins at the space.
 * @throws AppError `closed`, bound `space`
 */
function requireGoing({ record, people }: Room): void {
  if (record.space !== undefined && people === 0) {
    throw new AppError('closed', 'This meeting is over. Use the address of its space to begin another one.', 'space');
  }
}

/** The room behind a link. A child room has no link: the parent sends its members there. */
export async function requirePublic(rooms: Rooms, id: RoomId): Promise<Room> {
  const room = await rooms.require(id);
  if (room.record.parent !== undefined) throw new AppError('notFound', 'There is no such room.');
  return room;
}
