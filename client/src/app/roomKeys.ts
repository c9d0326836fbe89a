import '../core/jitless.ts';
import { type KeyKind, keyKinds, type RoomKeys } from '@plenum/shared/core/keys';
import * as z from 'zod/mini';

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

/** A room that this browser has been in, with the keys that it was given. */
export type KnownRoom = z.infer<typeof KnownRoom>;

const place = 'plenum.rooms';
const kept = 8;
const keyFields = { host: 'hostKey', moderator: 'moderatorKey', member: 'memberKey' } as const satisfies Record<
  KeyKind,
  keyof KnownRoom
>;

/** The rooms this browser knows, last one first. */
export function knownRooms(): readonly KnownRoom[] {
  try {
    return z.parse(KnownRooms, JSON.parse(localStorage.getItem(place) ?? '[]'));
  } catch {
    return [];
  }
}

/** Remembers a room; keys that are known stay. */
export function rememberRoom({ id, title, keys = {} }: { id: string; title: string; keys?: RoomKeys }): void {
  const before = knownRooms();
  const all = { ...keysOf(id), ...keys };
  const held = keyKinds.flatMap((kind) => (all[kind] === undefined ? [] : [[keyFields[kind], all[kind]]]));
  const entry: KnownRoom = { id, title, at: Date.now(), ...Object.fromEntries(held) };
  const others = before.filter((known) => known.id !== id);
  // Keys of rooms are not thrown away to make room for visits.
  save([entry, ...others].filter((known, index) => index < kept || bestKind(known) !== undefined).slice(0, 50));
}

/** Forgets a room and its keys. */
export function forgetRoom(id: string): void {
  save(knownRooms().filter((known) => known.id !== id));
}

/** The keys that this browser was given for a room. */
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

/** What the best of its keys makes of this browser in a room. */
export function kindOf(id: string): KeyKind | undefined {
  const keys = keysOf(id);
  return keyKinds.find((kind) => keys[kind] !== undefined);
}

/** The same of a room in the list. */
export function bestKind(room: KnownRoom): KeyKind | undefined {
  return keyKinds.find((kind) => room[keyFields[kind]] !== undefined);
}

/** The best key that this browser has for a room. */
export function keyOf(id: string): string | undefined {
  const kind = kindOf(id);
  return kind && keysOf(id)[kind];
}

function save(rooms: readonly KnownRoom[]): void {
  try {
    localStorage.setItem(place, JSON.stringify(rooms));
  } catch {
    // Without storage the person keeps their role until the tab is closed: the server keeps the seat.
  }
}
