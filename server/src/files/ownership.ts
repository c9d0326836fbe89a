import { AppError } from '@plenum/shared/core/errors';
import type { FileId } from '@plenum/shared/core/ids';
import type { Slice } from '../room/serve.ts';
import type { Seated } from './ports.ts';

/** Asks the feature that owns a file whether this member may get it, with the committed state of the member's room. */
export function mayHave<Fact>({ handlers, reducer }: Slice<Fact>, { room, member }: Seated, file: FileId): boolean {
  return handlers.outside?.mayHave?.(room.committed(reducer.contract), member, file) ?? false;
}

/** @throws AppError `notFound`, also for a file of another member: the answer does not reveal which files exist */
export function requireFile<Fact>(slice: Slice<Fact>, seated: Seated, file: FileId): FileId {
  if (!mayHave(slice, seated, file))
    throw new AppError('notFound', 'This file does not exist, or you may not have it.');
  return file;
}
