import type { FileId } from '@plenum/shared/core/ids';
import { shapesOn } from '@plenum/shared/features/whiteboard/pages';
import { type BoardState, filesIn, isOpenTo } from '@plenum/shared/features/whiteboard/reduce';
import type { MemberView } from '../../room/serve.ts';

/**
 * A picture is for who brought it, and once it is on a page for everybody who sees what others draw. Those who do not see
 * that get what is shown by shapes that they see.
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
