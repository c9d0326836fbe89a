import { FileId } from '@plenum/shared/core/ids';
import * as z from 'zod/mini';
import type { Releases } from '../files/released.ts';
import type { RoomReport } from '../room/ports.ts';
import type { FileStore } from '../storage/files/FileStore.ts';
import type { DurableReader } from './DurableReader.ts';

const Released = z.object({ files: z.array(FileId) });

/** The reader that removes files from the disk once the feature that owns them has released them. */
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
        // A second try would fail in the same way, and would keep the room's other files.
        if (released.success) for (const id of released.data.files) await files.remove(room, id);
        else report.failed(room, 'reading a list of released files', released.error);
      }
      return [];
    },
  };
}
