import { AppError } from '@plenum/shared/core/errors';
import { FileId } from '@plenum/shared/core/ids';
import type { Slice } from '../../room/serve.ts';
import type { Seated } from './seated.ts';

/** Asks the feature that owns a file whether this member may have it, by what is committed in the room where they sit. */
export function mayHave<Fact>({ handlers, reducer }: Slice<Fact>, { room, member }: Seated, file: FileId): boolean {
  return handlers.outside?.mayHave?.(room.committed(reducer.contract), member, file) ?? false;
}

/**
 * The file of this id, when it is one of the feature's that the member may have.
 * @throws AppError `notFound`, for a file of somebody else as for one that is not there: nothing is learned from asking
 */
export function requireFile<Fact>(slice: Slice<Fact>, seated: Seated, rawId: unknown): FileId {
  const id = FileId.safeParse(rawId);
  if (!id.success || !mayHave(slice, seated, id.data)) throw new AppError('notFound', 'There is no such file.');
  return id.data;
}
