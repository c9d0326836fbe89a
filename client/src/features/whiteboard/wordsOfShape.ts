import type { Shape } from '@plenum/shared/features/whiteboard/shapes';
import type { TFunction } from 'i18next';

/** A shape in words, for lists and screen readers: its kind, author and text. */
export function wordsOfShape(t: TFunction, shape: Shape, name: string): string {
  const what = t(`whiteboard.kind.${shape.kind}`);
  const words = t('whiteboard.shapeBy', { what, name: name || t('whiteboard.somebody') });
  const content = 'text' in shape ? shape.text : shape.kind === 'image' ? shape.alt : '';
  return content.trim() === '' ? words : `${words}: ${content}`;
}
