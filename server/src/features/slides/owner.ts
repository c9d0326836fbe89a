import type { StateOf } from '@plenum/shared/core/contract';
import type { FileId } from '@plenum/shared/core/ids';
import { type Presentation, shownFiles, type slides } from '@plenum/shared/features/slides/contract';
import type { MemberView } from '../../room/serve.ts';

/** Whether a member may get a file: pages are for all, the original file for members who may save it. */
export function mayHave({ presentations }: StateOf<typeof slides>, member: MemberView, file: FileId): boolean {
  return presentations.some(
    (one) => shownFiles(one).includes(file) || (one.original?.file === file && maySave(one, member)),
  );
}

/** Whether a member may save the original file: members who may upload, and all members once that is allowed. */
export function maySave({ download = false }: Presentation, { abilities }: Pick<MemberView, 'abilities'>): boolean {
  return download || abilities.includes('slideUpload');
}
