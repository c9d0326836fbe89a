import { AppError } from '@plenum/shared/core/errors';
import type { FileId } from '@plenum/shared/core/ids';
import type { Slice } from '../room/serve.ts';
import type { Seated } from './ports.ts';

/**
 * Asks the feature that owns a file whether this member may have it, by what is committed in the room where they sit.
 */
export function mayHave<Fact>({ handlers, reducer }: Slice<Fact>, { room, member }: Seated, file: FileId): boolean {
  return handlers.outside?.mayHave?.(room.committed(reducer.contract), member, file) ?? false;
}

/**
 * @throws AppError `notFound`, for a file of another member as for one that is not there: nothing is learned from
 * asking
 */
export function requireFile<Fact>(slice: Slice<Fact>, seated: Seated, file: FileId): FileId {
  if (!mayHave(slice, seated, file)) throw new AppError('notFound', 'There is no such file.');
  return file;
}
