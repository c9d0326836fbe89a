import { useEffect } from 'react';
import { aside } from '@plenum/shared/core/aside';

/** Keeps the screen awake while the component is visible; does nothing in browsers without wake locks. */
export function useWakeLock(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    let over = false;
    const take = async () => {
      if (document.hidden || !('wakeLock' in navigator)) return;
      const taken = await navigator.wakeLock.request('screen').catch(() => undefined);
      if (over) aside(taken?.release());
      else lock = taken;
    };
    const seen = () => void take();
    document.addEventListener('visibilitychange', seen);
    aside(take());
    return () => {
      over = true;
      document.removeEventListener('visibilitychange', seen);
      aside(lock?.release());
    };
  }, []);
}
