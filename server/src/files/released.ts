import type { Contract, Event } from '@plenum/shared/core/contract';
import { FileId } from '@plenum/shared/core/ids';
import * as z from 'zod/mini';
import type { LogReader, RoomReport } from '../room/ports.ts';
import type { FileStore } from '../storage/files/FileStore.ts';

const Released = z.object({ files: z.array(FileId) });

/** A feature that owns files and says `released` once nothing needs them. */
type Releasing = Contract & {
  readonly events: { readonly released: Event<'durable', z.ZodMiniType<z.infer<typeof Released>>> };
};

/** What is no longer needed of a feature's files. */
export interface Releases {
  readonly feature: string;
  readonly event: 'released';
}

/** Declares that a feature's files leave the disk when it says so. */
export function releases({ name }: Releasing): Releases {
  return { feature: name, event: 'released' };
}

/** The one reader from the log to files: takes them off the disk once the feature that owns them has released them. */
export function removeReleased(owners: readonly Releases[], files: FileStore, report: RoomReport): LogReader {
  return (room, entries) => {
    for (const { feature, event, payload } of entries) {
      if (!owners.some((owner) => owner.feature === feature && owner.event === event)) continue;
      for (const id of Released.parse(payload).files) {
        files.remove(room, id).catch((error: unknown) => report.failed(room, 'removing a file', error));
      }
    }
  };
}
