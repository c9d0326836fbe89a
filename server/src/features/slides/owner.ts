import type { StateOf } from '@plenum/shared/core/contract';
import type { FileId } from '@plenum/shared/core/ids';
import { type Presentation, shownFiles, type slides } from '@plenum/shared/features/slides/contract';
import type { MemberView } from '../../room/serve.ts';

/** Pages are for everybody, the file that they were made of for those who may save it. */
export function mayHave({ presentations }: StateOf<typeof slides>, member: MemberView, file: FileId): boolean {
  return presentations.some(
    (one) => shownFiles(one).includes(file) || (one.original?.file === file && maySave(one, member)),
  );
}

/** True for those who may upload, and for everybody once that is allowed. */
export function maySave({ download = false }: Presentation, { abilities }: Pick<MemberView, 'abilities'>): boolean {
  return download || abilities.includes('slideUpload');
}
