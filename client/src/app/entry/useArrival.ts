import { type RefObject, useEffect, useEffectEvent } from 'react';
import { announce } from '../../ui/Announcer.tsx';

/** False until the first page has been shown: there the browser begins at the top by itself. */
let arrivedBefore = false;

/**
 * When a page takes another one's place, its heading gets the focus and a screen reader says one sentence; otherwise the
 * focus would be lost with the button that led here.
 */
export function useArrival(page: RefObject<HTMLElement | null>, said: string | undefined): void {
  const arrive = useEffectEvent(() => {
    const headings = [...(page.current?.querySelectorAll('h1') ?? [])];
    const heading = headings.find((one) => one.checkVisibility());
    if (arrivedBefore && heading && document.activeElement === document.body) {
      heading.tabIndex = -1;
      heading.focus();
    }
    if (arrivedBefore && said !== undefined) announce(said);
    arrivedBefore = true;
  });
  useEffect(() => arrive(), []);
}
