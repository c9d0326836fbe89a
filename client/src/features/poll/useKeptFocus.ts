import { type FocusEvent, type RefObject, useEffect, useRef } from 'react';

/** Moves the focus to `home` when the focused element is removed. Spread the returned handlers over the surrounding element. */
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
      // A removed element loses the focus without a blur event, or with one after it left the page: both count as inside.
      inside.current = event.currentTarget.contains(event.relatedTarget) || !event.target.isConnected;
    },
  };
}
