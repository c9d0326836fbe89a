import { useEffect, useEffectEvent } from 'react';

/** While `active`, the back gesture closes what is open instead of leaving the page. */
export function useSheet(active: boolean, close: () => void): void {
  const onBack = useEffectEvent(close);
  useEffect(() => {
    if (!active) return;
    history.pushState({ sheet: true }, '');
    const back = () => onBack();
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
