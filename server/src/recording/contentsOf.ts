import { createHash } from 'node:crypto';
import type { RoomId } from '@plenum/shared/core/ids';

/** The name under which the file store keeps the files of a recording, like those of a room. */
export function contentsOf(recording: string): RoomId {
  return `rec-${createHash('sha256').update(recording).digest('hex').slice(0, 32)}`;
}
