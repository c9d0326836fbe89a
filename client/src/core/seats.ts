import './jitless.ts';
import * as z from 'zod/mini';

/** What a reload needs to return to its seat. */
export const SavedSeat = z.object({ seat: z.string(), roomUrl: z.string() });
export type SavedSeat = z.infer<typeof SavedSeat>;

/** Keeps a session's seat over a reload; one seat for each room. */
export interface SeatStorage {
  load(roomId: string): SavedSeat | undefined;
  save(roomId: string, seat: SavedSeat): void;
  clear(roomId: string): void;
}

/** Seats of this browser tab: they survive a reload, and other tabs do not see them. */
export function tabSeats(storage: Storage = globalThis.sessionStorage): SeatStorage {
  const keyOf = (roomId: string) => `plenum.seat.${roomId}`;
  return {
    load(roomId) {
      try {
        return z.safeParse(SavedSeat, JSON.parse(storage.getItem(keyOf(roomId)) ?? 'null')).data;
      } catch {
        return undefined;
      }
    },
    save(roomId, seat) {
      try {
        storage.setItem(keyOf(roomId), JSON.stringify(seat));
      } catch {
        // With a full or forbidden storage, only a reload loses the seat.
      }
    },
    clear(roomId) {
      storage.removeItem(keyOf(roomId));
    },
  };
}

/** Seats of this process, for bots and tests. */
export function memorySeats(): SeatStorage {
  const seats = new Map<string, SavedSeat>();
  return {
    load: (roomId) => seats.get(roomId),
    save: (roomId, seat) => void seats.set(roomId, seat),
    clear: (roomId) => void seats.delete(roomId),
  };
}
