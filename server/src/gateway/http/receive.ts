import type { RoomId } from '@plenum/shared/core/ids';
import { kindOf, sizeBytes } from '../../files/kind.ts';
import type { Received } from '../../files/ports.ts';
import type { FileStore, PutLimits } from '../../storage/files/FileStore.ts';

/**
 * Stores the body as one file of a room. Stores nothing when it throws.
 * @throws AppError `invalid`, `full`, `unavailable` as `FileStore.put` does, and the error of `body`
 */
export async function receiveFile(
  files: FileStore,
  room: RoomId,
  body: AsyncIterable<Buffer>,
  limits: PutLimits,
): Promise<Received> {
  const stored = await files.put(room, body, limits);
  return { ...stored, kind: await kindOf((await files.head(room, stored.id, sizeBytes)) ?? Buffer.alloc(0)) };
}
