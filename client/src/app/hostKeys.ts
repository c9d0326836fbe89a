import '../core/jitless.ts';
import * as z from 'zod/mini';

const KnownRoom = z.object({ id: z.string(), title: z.string(), hostKey: z.optional(z.string()), at: z.number() });
const KnownRooms = z.array(KnownRoom);

/** A room that this browser has been in; with the key when it is its host. */
export type KnownRoom = z.infer<typeof KnownRoom>;

const place = 'plenum.rooms';
const kept = 8;

/** The rooms this browser knows, last one first. */
export function knownRooms(): readonly KnownRoom[] {
  try {
    return z.parse(KnownRooms, JSON.parse(localStorage.getItem(place) ?? '[]'));
  } catch {
    return [];
  }
}

/** Remembers a room; a host key that is known stays. */
export function rememberRoom(room: Omit<KnownRoom, 'at'>): void {
  const before = knownRooms();
  const hostKey = room.hostKey ?? hostKeyOf(room.id);
  const entry = { id: room.id, title: room.title, at: Date.now(), ...(hostKey === undefined ? {} : { hostKey }) };
  const others = before.filter(({ id }) => id !== room.id);
  // Keys of rooms are not thrown away to make room for visits.
  const all = [entry, ...others];
  save(all.filter((known, index) => index < kept || known.hostKey !== undefined).slice(0, 50));
}

/** Forgets a room and its key. */
export function forgetRoom(id: string): void {
  save(knownRooms().filter((known) => known.id !== id));
}

/** The key that makes this browser host of a room. */
export function hostKeyOf(id: string): string | undefined {
  return knownRooms().find((known) => known.id === id)?.hostKey;
}

function save(rooms: readonly KnownRoom[]): void {
  try {
    localStorage.setItem(place, JSON.stringify(rooms));
  } catch {
    // Without storage the person stays host until the tab is closed: the server keeps the seat.
  }
}
