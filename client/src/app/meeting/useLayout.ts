import { useMedia } from '../../ui/useMedia.ts';

/** Shapes of the page: panel beside the stage, panel over it, one column, or a phone in landscape. */
export type Layout = 'wide' | 'medium' | 'phone' | 'landscape';

/** The shape for this window. */
export function useLayout(): Layout {
  // In em: larger text in the browser's settings makes a window as narrow as zoom does.
  const low = useMedia('(max-height: 29.99em) and (orientation: landscape) and (pointer: coarse)');
  const narrow = useMedia('(max-width: 39.99em)');
  const wide = useMedia('(min-width: 64em)');
  if (low && !wide) return 'landscape';
  if (narrow) return 'phone';
  return wide ? 'wide' : 'medium';
}

/** True when an open panel covers almost everything in this shape. */
export function isCoveredByPanel(layout: Layout): boolean {
  return layout === 'phone' || layout === 'landscape';
}
