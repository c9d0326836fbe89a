import { isolated } from '@plenum/shared/core/direction';
import type { Shape } from '@plenum/shared/features/whiteboard/shapes';
import type { TFunction } from 'i18next';
import type { BoardDesk } from './desk/BoardDesk.ts';
import { authorIn } from './useBoard.ts';

/** A shape in words, for lists and screen readers: its kind, author and text. */
export function wordsOfShape(t: TFunction, shape: Shape, name: string): string {
  const what = t(`whiteboard.kind.${shape.kind}`);
  const words = t('whiteboard.shapeBy', { what, name: name || t('whiteboard.somebody') });
  const content = 'text' in shape ? shape.text : shape.kind === 'image' ? shape.alt : '';
  return content.trim() === '' ? words : `${words}: ${isolated(content)}`;
}

/** The selected shapes of a page in words, one a line, for other programs. */
export function wordsOfSelected(t: TFunction, desk: BoardDesk, page: string): string {
  const state = desk.session.store.getState();
  return desk
    .selected(page)
    .map((shape) => wordsOfShape(t, shape, authorIn(state, shape.by)))
    .join('\n');
}
