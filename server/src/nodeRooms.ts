import type { RoomId } from '@plenum/shared/core/ids';
import type { Rooms } from './room/Rooms.ts';

/** The rooms of this process as its node in a cluster uses them. @param resume goes on with what was done beside a room */
export function nodeRoomsOf(rooms: Rooms, resume: (room: RoomId) => void) {
  return {
    get families() {
      return rooms.families;
    },
    census: () => rooms.census(),
    abandon: (root: RoomId, roomUrl: string | undefined) => rooms.abandon(root, roomUrl),
    handOver: (root: RoomId, take: () => Promise<string | undefined>) => rooms.handOver(root, take),
    async adopt(room: RoomId): Promise<void> {
      await rooms.adopt(room);
      if (await rooms.peek(room)) resume(room);
    },
  };
}
