import { chat } from '@plenum/shared/features/chat/contract';
import { slides } from '@plenum/shared/features/slides/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import type { LogReader, RoomReport } from '../../room/ports.ts';
import type { FileStore } from '../../storage/files/FileStore.ts';

const owners = [chat, slides, whiteboard] as const;

/** A reader of the log that takes files off the disk once the feature that owns them says that nothing needs them. */
export function removeReleased(files: FileStore, report: RoomReport): LogReader {
  return (room, entries) => {
    for (const { feature, event, payload } of entries) {
      const owner = owners.find(({ name }) => name === feature);
      if (!owner || event !== 'released') continue;
      for (const id of owner.events.released.payload.parse(payload).files) {
        files.remove(room, id).catch((error: unknown) => report.failed(room, 'removing a file', error));
      }
    }
  };
}
