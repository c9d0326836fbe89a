import { type FocusEvent, type RefObject, useEffect, useRef } from 'react';

/** Where the focus goes when what had it is taken away: `home`. Spread the handlers over what surrounds it. */
export function useKeptFocus(home: RefObject<HTMLElement | null>) {
  const inside = useRef(false);
  useEffect(() => {
    if (inside.current && document.activeElement === document.body) home.current?.focus();
  });
  return {
    onFocus: () => {
      inside.current = true;
    },
    onBlur: (event: FocusEvent<HTMLElement>) => {
      // Nothing is told of the focus of an element that is taken away, or that it went nowhere from one that is gone.
      inside.current = event.currentTarget.contains(event.relatedTarget) || !event.target.isConnected;
    },
  };
}
