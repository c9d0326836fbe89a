import { useEffect, useEffectEvent } from 'react';

/** While `active`, the back gesture closes the sheet instead of leaving the page. */
export function useSheet(active: boolean, close: () => void): void {
  const onBack = useEffectEvent(close);
  useEffect(() => {
    if (!active) return;
    history.pushState({ sheet: true }, '');
    // A `popstate` that ends on a sheet is the late result of `history.back()` below, not a gesture.
    const back = (event: PopStateEvent) => isSheet(event.state) || onBack();
    addEventListener('popstate', back);
    return () => {
      removeEventListener('popstate', back);
      // A button closed the sheet: its history entry must go too.
      if (isSheet(history.state)) history.back();
    };
  }, [active]);
}

function isSheet(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'sheet' in state;
}
