import { useMedia } from '../../ui/useMedia.ts';

/** The shapes of a meeting: panel beside the stage, panel over it, one column, or a phone on its side. */
export type Layout = 'wide' | 'medium' | 'phone' | 'landscape';

/** The shape that fits this window. */
export function useLayout(): Layout {
  const low = useMedia('(max-height: 479px) and (orientation: landscape) and (pointer: coarse)');
  const narrow = useMedia('(max-width: 639px)');
  const wide = useMedia('(min-width: 1024px)');
  if (low && !wide) return 'landscape';
  if (narrow) return 'phone';
  return wide ? 'wide' : 'medium';
}

/** Whether an open panel covers (nearly) everything there. */
export function isCoveredByPanel(layout: Layout): boolean {
  return layout === 'phone' || layout === 'landscape';
}
