import { useEffect, useState } from 'react';
import { aside } from '@plenum/shared/core/aside';
import { switchFullScreen } from '../../../ui/fullScreen.ts';

/** Shows the whole document in full screen, so that menus and dialogs work. Undefined in browsers without it. */
export function useFullScreen(): { readonly full: boolean; readonly toggle: () => void } | undefined {
  const [full, setFull] = useState(() => document.fullscreenElement === document.documentElement);
  useEffect(() => {
    const changed = () => setFull(document.fullscreenElement === document.documentElement);
    document.addEventListener('fullscreenchange', changed);
    return () => document.removeEventListener('fullscreenchange', changed);
  }, []);
  useEffect(
    () => () => {
      // The slides are gone, and the person did not ask for the rest in full screen.
      if (document.fullscreenElement === document.documentElement) aside(document.exitFullscreen());
    },
    [],
  );
  if (!document.fullscreenEnabled) return undefined;
  const toggle = () => switchFullScreen(full ? undefined : document.documentElement);
  return { full, toggle };
}
