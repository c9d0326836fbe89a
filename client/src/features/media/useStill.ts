import { type RefObject, useEffect, useState } from 'react';

/** Between two looks, in ms. The slowest layer of a camera has several pictures in this time. */
const lookMs = 2_000;

/** Whether somebody's picture stands still although it is on the page: its packets do not arrive. */
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
      // The next picture takes the words away at once.
      if (isStill) element?.requestVideoFrameCallback?.(() => setStill(false));
      before = frames;
    };
    const timer = setInterval(look, lookMs);
    return () => clearInterval(timer);
  }, [video]);
  return still;
}
