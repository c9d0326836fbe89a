import { asLines } from '@plenum/shared/core/typed';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { shapesOn } from '@plenum/shared/features/whiteboard/pages';
import { byOrder, type DrawnShape, type Shape } from '@plenum/shared/features/whiteboard/shapes';
import type { PageOnStage } from '../../slides/slot.ts';
import { stateOf } from '../../../core/store.ts';
import { rounded } from '../drawing/box.ts';
import { freshNote, freshText, shapeFrom, sizeOfText } from '../drawing/fresh.ts';
import { measureText } from '../drawing/paint.ts';
import { type BoardDesk, newShapeId } from './BoardDesk.ts';
import { mayTouch } from './rights.ts';

/** Offset of a copy from its original, page units. */
const aside = 30;

/** The last copied shapes, which can be pasted on any page of any meeting in this window. */
let copied: readonly Shape[] = [];
/** The words that the clipboard got for them; undefined when it got none. */
let copiedWords: string | undefined;

function touchable(desk: BoardDesk, page: string): readonly Shape[] {
  const state = desk.session.store.getState();
  const { policy } = stateOf(state, whiteboard);
  return desk.selected(page).filter((shape) => mayTouch(state, policy, shape));
}

/** Moves the selected shapes; false when nothing is selected. */
export function moveSelection(desk: BoardDesk, page: string, by: { readonly x: number; readonly y: number }): boolean {
  const shapes = touchable(desk, page);
  desk.change(
    page,
    shapes.map(({ id, x, y }) => ({ id, set: { x: rounded(x + by.x), y: rounded(y + by.y) } })),
  );
  return shapes.length > 0;
}

/** Copies the selected shapes; `words` is what other programs get from the clipboard. */
export function copySelection(desk: BoardDesk, page: string, words?: string): void {
  const shapes = desk.selected(page);
  if (shapes.length === 0) return;
  copied = shapes.toSorted(byOrder);
  copiedAs(words);
}

/** Remembers the words that the clipboard got for the copied shapes. */
export function copiedAs(words: string | undefined): void {
  copiedWords = words === undefined ? undefined : oneForm(words);
}

/** Pastes the copied shapes, with an offset; false when there are none, or the clipboard has other words since. */
export function paste(desk: BoardDesk, page: string, words = ''): boolean {
  const isNewer = words !== '' && copiedWords !== undefined && oneForm(words) !== copiedWords;
  if (copied.length === 0 || isNewer) return false;
  putCopies(desk, page, copied);
  return true;
}

/** Clipboards change line breaks and the spaces at the end. */
function oneForm(words: string): string {
  return asLines(words).trimEnd();
}

/** Puts words on the page as a text, with its middle at a point in page units, and selects it. */
export function putWords(
  desk: BoardDesk,
  page: string,
  words: string,
  at: { readonly x: number; readonly y: number },
): void {
  const text = freshText({ id: newShapeId(), order: desk.topOrder(page), at }, desk.store.getState().style);
  const { w, h } = sizeOfText({ shape: text, fresh: true }, words, measureText);
  desk.put(page, [{ ...text, text: words, w, h, x: rounded(at.x - w / 2), y: rounded(at.y - h / 2) }]);
  desk.setTool('select');
  desk.select([text.id]);
}

export function duplicateSelection(desk: BoardDesk, page: string): void {
  putCopies(desk, page, desk.selected(page).toSorted(byOrder));
}

function putCopies(desk: BoardDesk, page: string, shapes: readonly Shape[]): void {
  if (shapes.length === 0) return;
  const order = desk.topOrder(page);
  const copies = shapes.map(({ by: _by, led: _led, ...shape }, index): DrawnShape => {
    return { ...shape, id: newShapeId(), x: shape.x + aside, y: shape.y + aside, order: order + index } as DrawnShape;
  });
  desk.put(page, copies);
  desk.setTool('select');
  desk.select(copies.map(({ id }) => id));
}

/** For members without a pointer: puts the chosen shape in the middle of the view, and selects it. */
export function placeInMiddle(desk: BoardDesk, { id: page, view }: PageOnStage): void {
  const { tool, style } = desk.store.getState();
  const middle = { x: rounded(view.x + view.width / 2), y: rounded(view.y + view.height / 2) };
  const fresh = { id: newShapeId(), order: desk.topOrder(page) };
  switch (tool) {
    case 'text':
    case 'note': {
      const at = { ...fresh, at: middle };
      desk.setTool('select');
      desk.edit({ shape: tool === 'text' ? freshText(at, style) : freshNote(at, style), fresh: true });
      return;
    }
    case 'rectangle':
    case 'ellipse':
    case 'triangle':
    case 'line':
    case 'arrow': {
      const flat = tool === 'line' || tool === 'arrow';
      const [w, h] = flat ? [240, 0] : [240, 160];
      desk.put(page, [shapeFrom(style, { ...fresh, kind: tool, x: middle.x - w / 2, y: middle.y - h / 2, w, h })]);
      desk.setTool('select');
      desk.select([fresh.id]);
      return;
    }
    // The other tools need a pointer.
    case 'hand':
    case 'select':
    case 'pen':
    case 'highlighter':
    case 'eraser':
    case 'laser':
      return;
  }
}

/** Opens the editor for a shape's text, or the dialog for a picture's description; false for a shape with neither. */
export function openWords(desk: BoardDesk, page: string, shape: Shape): boolean {
  if (shape.kind === 'image') desk.describe({ page, shape });
  else if ('text' in shape) desk.edit({ shape, fresh: false });
  else return false;
  return true;
}

/** A target position in the stacking order. */
export type Pile = 'front' | 'back' | 'up' | 'down';

/** Moves the selected shapes to the front or the back, or one step up or down. */
export function reorder(desk: BoardDesk, page: string, to: Pile): void {
  const moved = touchable(desk, page).toSorted(byOrder);
  const all = shapesOn(desk.page(page)).toSorted(byOrder);
  const [first, last] = [all[0], all.at(-1)];
  if (moved.length === 0 || !first || !last) return;
  if (to === 'front' || to === 'back') {
    const from = to === 'front' ? last.order + 1 : first.order - moved.length;
    return desk.change(
      page,
      moved.map(({ id }, index) => ({ id, set: { order: from + index } })),
    );
  }
  for (const shape of to === 'up' ? moved.toReversed() : moved) {
    const at = all.findIndex(({ id }) => id === shape.id);
    const other = all[to === 'up' ? at + 1 : at - 1];
    if (!other || moved.some(({ id }) => id === other.id)) continue;
    // Equal orders cannot be exchanged; one step apart they can.
    const gap = other.order === shape.order ? (to === 'up' ? 1 : -1) : 0;
    desk.change(page, [
      { id: shape.id, set: { order: other.order + gap } },
      { id: other.id, set: { order: shape.order } },
    ]);
  }
}
