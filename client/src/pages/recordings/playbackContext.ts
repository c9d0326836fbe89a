import { createContext, useContext, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { ClockState } from '../../core/playback/clock.ts';
import type { Playback } from './Playback.ts';

/** The recording on the page. */
export const PlaybackContext = createContext<Playback | undefined>(undefined);

/** The recording on the page. @throws Error outside one */
export function usePlayback(): Playback {
  const playback = useContext(PlaybackContext);
  if (!playback) throw new Error('This component belongs on the page of a recording.');
  return playback;
}

/** How the clock of the recording stands; the time itself is `usePosition`. */
export function useClock(): ClockState {
  return useStore(usePlayback().clock.store);
}

/** The present time of the recording, in ms, read every `everyMs` while it runs. */
export function usePosition(everyMs = 200): number {
  const { clock } = usePlayback();
  const { playing, jumps } = useClock();
  const [now, setNow] = useState(clock.now);
  const [known, setKnown] = useState(jumps);
  if (known !== jumps) {
    setKnown(jumps);
    setNow(clock.now);
  }
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setInterval(() => setNow(clock.now), everyMs);
    return () => {
      clearInterval(timer);
      setNow(clock.now);
    };
  }, [clock, playing, everyMs]);
  return now;
}
