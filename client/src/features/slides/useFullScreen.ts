import { useEffect, useState } from 'react';
import { aside } from '@plenum/shared/core/aside';

/** The whole page on the whole screen; menus and windows of the page are there, too. Undefined where that is not possible. */
export function useFullScreen(): { readonly full: boolean; readonly toggle: () => void } | undefined {
  const [full, setFull] = useState(() => document.fullscreenElement === document.documentElement);
  useEffect(() => {
    const changed = () => setFull(document.fullscreenElement === document.documentElement);
    document.addEventListener('fullscreenchange', changed);
    return () => document.removeEventListener('fullscreenchange', changed);
  }, []);
  useEffect(
    () => () => {
      // The slides are gone: nobody asked for the rest on the whole screen.
      if (document.fullscreenElement === document.documentElement) aside(document.exitFullscreen());
    },
    [],
  );
  if (!document.fullscreenEnabled) return undefined;
  const toggle = () => void (full ? document.exitFullscreen() : document.documentElement.requestFullscreen());
  return { full, toggle };
}
