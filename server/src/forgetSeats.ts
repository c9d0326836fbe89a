import { AppError } from '@plenum/shared/core/errors';
import type { RoomId } from '@plenum/shared/core/ids';
import type { Readers } from './readers/Readers.ts';
import { type Forgotten, forgetPerson, type Person } from './room/forgetPerson.ts';
import type { Rooms } from './room/Rooms.ts';
import type { FileStore } from './storage/files/FileStore.ts';
import type { Store } from './storage/ports.ts';

interface Parts {
  readonly store: Store;
  readonly files: FileStore;
  readonly rooms: Pick<Rooms, 'whileClosed'>;
}

/** Takes a person out of a room. @throws AppError `conflict` while people are in it */
export function forgetIn({ store, files, rooms }: Parts, room: RoomId, person: Person): Promise<Forgotten> {
  return rooms.whileClosed(room, (slices) => {
    const forget: Parameters<typeof forgetPerson>[0]['forget'] = (id, gone, left) =>
      store.forgetEntries(id, gone, left);
    return forgetPerson({ log: store, slices, files, forget }, room, person);
  });
}

/**
 * Takes the members whose accounts were deleted out of the rooms that spaces keep. A room with people in it, or of another
 * node, is left for the next time.
 */
export async function forgetSeats(parts: Parts & { readonly readers: Pick<Readers, 'idle'> }): Promise<void> {
  const { erasing } = parts.store.ask;
  const seats = await erasing.forgottenSeats();
  // The history is written from the log: what is not read yet must be read before it goes.
  if (seats.length > 0) await parts.readers.idle();
  for (const { rooms, members } of seats) {
    try {
      for (const room of rooms) await forgetIn(parts, room, { members });
    } catch (error) {
      if (error instanceof AppError) continue;
      throw error;
    }
    await erasing.seatsForgotten({ members });
  }
}
