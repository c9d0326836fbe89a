import { AppError } from '@plenum/shared/core/errors';
import type { FileId } from '@plenum/shared/core/ids';
import type { Slice } from '../room/serve.ts';
import type { Seated } from './ports.ts';

/** Asks the feature of a file whether this member may have it, by the committed state of their room. */
export function mayHave<Fact>({ handlers, reducer }: Slice<Fact>, { room, member }: Seated, file: FileId): boolean {
  return handlers.outside?.mayHave?.(room.committed(reducer.contract), member, file) ?? false;
}

/**
 * Returns the file if the member may have it.
 * @throws AppError `notFound` also for the file of another member, so that
 * the answer reveals nothing
 */
export function requireFile<Fact>(slice: Slice<Fact>, seated: Seated, file: FileId): FileId {
  if (!mayHave(slice, seated, file))
    throw new AppError('notFound', 'This file does not exist, or you may not have it.');
  return file;
}
