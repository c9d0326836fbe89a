import { type RefObject, useEffect, useState } from 'react';

/** Time between two checks, in ms. Even a camera's slowest layer has several pictures in this time. */
const lookMs = 2_000;

/** True when a visible video stands still because its packets do not arrive. */
export function useStill(video: RefObject<HTMLVideoElement | null>): boolean {
  const [still, setStill] = useState(false);
  useEffect(() => {
    let before = -1;
    const look = () => {
      const element = video.current;
      const isShown = element !== null && element.readyState > 1 && element.ownerDocument.visibilityState === 'visible';
      const frames = isShown ? element.getVideoPlaybackQuality().totalVideoFrames : -1;
      const isStill = frames >= 0 && frames === before;
      setStill(isStill);
      // The next picture removes the mark at once.
      if (isStill) element?.requestVideoFrameCallback?.(() => setStill(false));
      before = frames;
    };
    const timer = setInterval(look, lookMs);
    return () => clearInterval(timer);
  }, [video]);
  return still;
}
