import { type RefObject, useEffect } from 'react';
import { useSession } from '../../app/session.ts';
import type { RemoteTrack } from '../../core/store.ts';

/** The simulcast layer that a picture of this many device pixels needs: 180, 360 or 720 lines. */
export function layerFor(pixelHeight: number): 0 | 1 | 2 {
  if (pixelHeight <= 200) return 0;
  return pixelHeight <= 420 ? 1 : 2;
}

/** Tells the server how a stream is looked at: paused while it cannot be seen, as sharp as its place needs. */
export function useWatch(place: RefObject<HTMLElement | null>, remote: RemoteTrack | undefined, priority = 100): void {
  const { media } = useSession();
  const id = remote?.consumerId;
  const track = remote?.track;
  useEffect(() => {
    const element = place.current;
    if (!element || id === undefined) return;
    let onScreen = true;
    let height = element.clientHeight;
    const tell = () => {
      const paused = !onScreen || document.hidden || height === 0;
      media.watch([paused ? { id, paused } : { id, paused, layer: layerFor(height * devicePixelRatio), priority }]);
    };
    const resized = new ResizeObserver(() => {
      height = element.clientHeight;
      tell();
    });
    const crossed = new IntersectionObserver((entries) => {
      onScreen = entries.at(-1)?.isIntersecting ?? true;
      tell();
    });
    resized.observe(element);
    crossed.observe(element);
    document.addEventListener('visibilitychange', tell);
    tell();
    return () => {
      resized.disconnect();
      crossed.disconnect();
      document.removeEventListener('visibilitychange', tell);
      // A stream that has ended is not known any more.
      if (track?.readyState === 'live') media.watch([{ id, paused: true }]);
    };
  }, [media, id, track, place, priority]);
}
