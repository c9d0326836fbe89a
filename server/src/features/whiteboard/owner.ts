import type { FileId } from '@plenum/shared/core/ids';
import { shapesOn } from '@plenum/shared/features/whiteboard/pages';
import { type BoardState, filesIn, isOpenTo } from '@plenum/shared/features/whiteboard/reduce';
import type { MemberView } from '../../room/serve.ts';

/**
 * Whether a member may get a picture: the uploader, and once it is placed, the members who see others' drawings. A
 * member who does not see them gets the pictures of the shapes that they may see.
 */
export function mayHave({ pictures, pages, veiled }: BoardState, { id: member }: MemberView, file: FileId): boolean {
  const picture = Object.hasOwn(pictures, file) ? pictures[file] : undefined;
  if (!picture) return false;
  if (picture.by === member) return true;
  if (!veiled.includes(member)) return picture.placed;
  return Object.values(pages).some((page) =>
    shapesOn(page).some((shape) => isOpenTo(shape, member) && filesIn([shape]).includes(file)),
  );
}
