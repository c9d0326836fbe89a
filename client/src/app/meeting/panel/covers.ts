import { type RefObject, useLayoutEffect } from 'react';

const covers = new Set<Element>();
const listeners = new Set<() => void>();

/** Registers this element as lying over others while it is on the page and `covering`. */
export function useCover(element: RefObject<Element | null>, covering: boolean): void {
  useLayoutEffect(() => {
    const cover = element.current;
    if (!covering || !cover) return;
    covers.add(cover);
    const tell = () => listeners.forEach((listener) => listener());
    // The element may change its size, and slide in.
    const resized = new ResizeObserver(tell);
    resized.observe(cover);
    cover.addEventListener('animationend', tell);
    tell();
    return () => {
      resized.disconnect();
      cover.removeEventListener('animationend', tell);
      covers.delete(cover);
      tell();
    };
  }, [element, covering]);
}

/** Calls back when an element begins or ceases to cover others; the returned function stops it. */
export function onCovers(listener: () => void): () => void {
  listeners.add(listener);
  document.addEventListener('fullscreenchange', listener);
  return () => {
    listeners.delete(listener);
    document.removeEventListener('fullscreenchange', listener);
  };
}

/** True when another element covers all of this one. */
export function isCovered(element: Element): boolean {
  const page = element.ownerDocument;
  const full = page.fullscreenElement;
  if (full && !full.contains(element)) return true;
  const own = element.getBoundingClientRect();
  return [...covers].some(
    (cover) => cover.ownerDocument === page && !cover.contains(element) && contains(cover.getBoundingClientRect(), own),
  );
}

type Box = Pick<DOMRect, 'left' | 'top' | 'right' | 'bottom'>;

function contains(outer: Box, inner: Box): boolean {
  return (
    outer.left <= inner.left && outer.top <= inner.top && outer.right >= inner.right && outer.bottom >= inner.bottom
  );
}
