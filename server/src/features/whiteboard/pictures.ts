import { AppError } from '@plenum/shared/core/errors';
import type { FileId, MemberId } from '@plenum/shared/core/ids';
import { whiteboardLimits } from '@plenum/shared/features/whiteboard/limits';
import { shapesOn } from '@plenum/shared/features/whiteboard/pages';
import { filesIn } from '@plenum/shared/features/whiteboard/reduce';
import type { DrawnShape } from '@plenum/shared/features/whiteboard/shapes';
import { type BoardContext, mayDraw } from './rights.ts';

/** The fact that a picture was uploaded, re-encoded and kept. */
export interface PictureBrought {
  readonly member: MemberId;
  readonly file: FileId;
}

/** Lets shapes show an uploaded picture. @throws AppError `forbidden`, `full` */
export function takePicture(context: BoardContext, { member, file }: PictureBrought): void {
  const by = context.find(member);
  if (!by || !mayDraw(context.state, by)) throw new AppError('forbidden', 'Drawing is switched off for you.');
  const isFull = () => Object.keys(context.state.pictures).length >= whiteboardLimits.pictures;
  if (isFull()) releaseUnused(context);
  if (isFull())
    throw new AppError('full', 'The boards of this room have as many pictures as they may have. Remove one first.');
  context.emit('brought', { member, file }, { to: [] });
}

/** @throws AppError `notFound` when a shape shows a picture that was not uploaded to this room, or is deleted */
export function requirePictures({ state: { pictures } }: BoardContext, shapes: readonly DrawnShape[]): void {
  if (filesIn(shapes).every((file) => Object.hasOwn(pictures, file))) return;
  throw new AppError('notFound', 'This picture was not uploaded to this room, or is deleted. Upload it first.');
}

/** Releases the pictures that no shape shows and no undo restores. A present member's unplaced pictures stay. */
export function releaseUnused(context: BoardContext): void {
  const { pages, pictures } = context.state;
  if (Object.keys(pictures).length === 0) return;
  const used = new Set(
    Object.values(pages).flatMap((page) => [
      ...filesIn(shapesOn(page)),
      ...filesIn(page.bin.map(({ shape }) => shape)),
    ]),
  );
  const unused = Object.entries(pictures).filter(
    ([file, { by, placed }]) => !used.has(file) && (placed || !context.find(by)),
  );
  release(
    context,
    unused.map(([file]) => file),
  );
}

/** Releases the unplaced pictures of a member who has left. */
export function releaseOf(context: BoardContext, member: MemberId): void {
  const waiting = Object.entries(context.state.pictures).filter(([, { by, placed }]) => by === member && !placed);
  release(
    context,
    waiting.map(([file]) => file),
  );
}

function release(context: BoardContext, files: readonly FileId[]): void {
  if (files.length > 0) context.emit('released', { files: [...files] }, { to: [] });
}
