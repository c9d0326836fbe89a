import { createHash } from 'node:crypto';
import type { RoomId } from '@plenum/shared/core/ids';
import type { FileStore } from '../storage/files/FileStore.ts';

/** The name under which the file store keeps the files of a recording, like those of a room. */
export function contentsOf(recording: string): RoomId {
  return `rec-${createHash('sha256').update(recording).digest('hex').slice(0, 32)}`;
}

/** The texts in a log that may be ids of files. */
export function namesIn(text: string): readonly string[] {
  return text.match(/(?<=")[\w-]{32}(?=")/g) ?? [];
}

/** Erases the files of a recording, but for those with these ids. */
export async function eraseContents(
  files: Pick<FileStore, 'list' | 'remove' | 'removeRoom'>,
  recording: string,
  but?: ReadonlySet<string>,
): Promise<void> {
  const shelf = contentsOf(recording);
  if (!but) return files.removeRoom(shelf);
  for (const id of await files.list(shelf)) if (!but.has(id)) await files.remove(shelf, id);
}
