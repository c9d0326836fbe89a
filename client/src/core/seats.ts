import './jitless.ts';
import * as z from 'zod/mini';
import { tabStorage } from './storage.ts';

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
export function tabSeats(): SeatStorage {
  const keyOf = (roomId: string) => `plenum.seat.${roomId}`;
  return {
    load(roomId) {
      try {
        return z.safeParse(SavedSeat, JSON.parse(tabStorage.load(keyOf(roomId)) ?? 'null')).data;
      } catch {
        return undefined;
      }
    },
    save(roomId, seat) {
      tabStorage.save(keyOf(roomId), JSON.stringify(seat));
    },
    clear(roomId) {
      tabStorage.remove(keyOf(roomId));
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
