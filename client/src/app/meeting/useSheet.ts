import { useEffect, useEffectEvent } from 'react';

/** While `active`, the back gesture closes what is open instead of leaving the page. */
export function useSheet(active: boolean, close: () => void): void {
  const onBack = useEffectEvent(close);
  useEffect(() => {
    if (!active) return;
    history.pushState({ sheet: true }, '');
    // A step back that ends on a sheet is the late end of an earlier one (below), not somebody's gesture.
    const back = (event: PopStateEvent) => isSheet(event.state) || onBack();
    addEventListener('popstate', back);
    return () => {
      removeEventListener('popstate', back);
      // Closed by its button: the step that was added for it goes too.
      if (isSheet(history.state)) history.back();
    };
  }, [active]);
}

function isSheet(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'sheet' in state;
}
