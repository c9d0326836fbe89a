import { useMedia } from '../../ui/useMedia.ts';

/** Shapes of the page: panel beside the stage, panel over it, one column, or a phone in landscape. */
export type Layout = 'wide' | 'medium' | 'phone' | 'landscape';

/** The shape for this window. */
export function useLayout(): Layout {
  const low = useMedia('(max-height: 479px) and (orientation: landscape) and (pointer: coarse)');
  const narrow = useMedia('(max-width: 639px)');
  const wide = useMedia('(min-width: 1024px)');
  if (low && !wide) return 'landscape';
  if (narrow) return 'phone';
  return wide ? 'wide' : 'medium';
}

/** True when an open panel covers almost everything in this shape. */
export function isCoveredByPanel(layout: Layout): boolean {
  return layout === 'phone' || layout === 'landscape';
}
