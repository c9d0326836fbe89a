import '../../core/jitless.ts';
import { type KeyKind, keyKinds, type RoomKeys } from '@plenum/shared/core/keys';
import * as z from 'zod/mini';
import { browserStorage } from '../../core/storage.ts';

const key = z.optional(z.string());
const KnownRoom = z.object({
  id: z.string(),
  title: z.string(),
  hostKey: key,
  moderatorKey: key,
  memberKey: key,
  at: z.number(),
});
const KnownRooms = z.array(KnownRoom);

/** A room that this browser has visited, with its keys. */
export type KnownRoom = z.infer<typeof KnownRoom>;

const place = 'plenum.rooms';
const kept = 8;
const keyFields = { host: 'hostKey', moderator: 'moderatorKey', member: 'memberKey' } as const satisfies Record<
  KeyKind,
  keyof KnownRoom
>;

/** The rooms that this browser knows, last visited first. */
export function knownRooms(): readonly KnownRoom[] {
  try {
    return z.parse(KnownRooms, JSON.parse(browserStorage.load(place) ?? '[]'));
  } catch {
    return [];
  }
}

/** Remembers a room; known keys stay. */
export function rememberRoom({ id, title, keys = {} }: { id: string; title: string; keys?: RoomKeys }): void {
  const before = knownRooms();
  const all = { ...keysOf(id), ...keys };
  const held = keyKinds.flatMap((kind) => (all[kind] === undefined ? [] : [[keyFields[kind], all[kind]]]));
  const entry: KnownRoom = { id, title, at: Date.now(), ...Object.fromEntries(held) };
  const others = before.filter((known) => known.id !== id);
  // A room with a key is not dropped in favour of newer visits.
  save([entry, ...others].filter((known, index) => index < kept || bestKind(known) !== undefined).slice(0, 50));
}

/** Forgets a room and its keys. */
export function forgetRoom(id: string): void {
  save(knownRooms().filter((known) => known.id !== id));
}

/** This browser's keys of a room. */
export function keysOf(id: string): RoomKeys {
  const known = knownRooms().find((room) => room.id === id);
  if (!known) return {};
  const { hostKey: host, moderatorKey: moderator, memberKey: member } = known;
  return {
    ...(host !== undefined && { host }),
    ...(moderator !== undefined && { moderator }),
    ...(member !== undefined && { member }),
  };
}

/** The role that the best key of this browser gives in a room. */
export function kindOf(id: string): KeyKind | undefined {
  const keys = keysOf(id);
  return keyKinds.find((kind) => keys[kind] !== undefined);
}

/** The same for a room in the list. */
export function bestKind(room: KnownRoom): KeyKind | undefined {
  return keyKinds.find((kind) => room[keyFields[kind]] !== undefined);
}

/** The best key of this browser for a room. */
export function keyOf(id: string): string | undefined {
  const kind = kindOf(id);
  return kind && keysOf(id)[kind];
}

function save(rooms: readonly KnownRoom[]): void {
  browserStorage.save(place, JSON.stringify(rooms));
}
