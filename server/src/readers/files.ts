import { FileId } from '@plenum/shared/core/ids';
import * as z from 'zod/mini';
import type { Releases } from '../files/released.ts';
import type { RoomReport } from '../room/ports.ts';
import type { FileStore } from '../storage/files/FileStore.ts';
import type { DurableReader } from './DurableReader.ts';

const Released = z.object({ files: z.array(FileId) });

/** Takes files off the disk once the feature that owns them has released them. */
export function releasedFiles(
  releases: readonly Releases[],
  files: Pick<FileStore, 'remove'>,
  report: RoomReport,
): DurableReader {
  return {
    name: 'files',
    wants: releases.map(({ feature, event }) => ({ feature, events: [event] })),
    async handle(room, entries) {
      for (const { payload } of entries) {
        const released = Released.safeParse(payload);
        // Read again it would be no better: it must not keep the room's other files.
        if (released.success) for (const id of released.data.files) await files.remove(room, id);
        else report.failed(room, 'reading which files are released', released.error);
      }
      return [];
    },
  };
}
