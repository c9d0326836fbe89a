import { isCamera } from '@plenum/shared/features/media/contract';
import { type RefObject, useEffect, useEffectEvent, useRef } from 'react';
import { isCovered, onCovers } from '../../../app/meeting/panel/covers.ts';
import { usePreference } from '../../../app/preferences/preferences.ts';
import { useSession } from '../../../app/session.ts';
import type { RemoteTrack } from '../../../core/store.ts';
import { layerFor, linesFor, type SpatialLayer } from './layers.ts';
import { deskOf, type Look } from './WatchDesk.ts';

const floatingEvents = ['enterpictureinpicture', 'leavepictureinpicture'] as const;

interface WatchOptions {
  readonly fit?: 'cover' | 'contain';
  /** 1 to 255: the lowest is reduced first when bandwidth is short. */
  readonly priority: number;
}

/**
 * Tells the server how a stream is watched: not at all while it is off the screen, covered or in a hidden tab; otherwise in
 * the layer for the device pixels of its element.
 */
export function useWatch(
  place: RefObject<HTMLElement | null>,
  remote: RemoteTrack | undefined,
  options: WatchOptions,
): void {
  const { media } = useSession();
  const { fit = 'cover', priority } = options;
  const [saving] = usePreference('dataSaving');
  const id = remote?.consumerId;
  const track = remote?.track;
  const cameras = remote && isCamera(remote.source) ? saving : 'off';
  const need = useEffectEvent((height: number, before: SpatialLayer | undefined): Look => {
    if (cameras === 'sound') return { seen: false };
    return { seen: true, layer: cameras === 'small' ? 0 : layerFor(height, before), priority };
  });
  const lookAgain = useRef<() => void>(undefined);
  useEffect(() => {
    const element = place.current;
    if (!element || id === undefined || !track) return;
    const desk = deskOf(media);
    const page = element.ownerDocument;
    let onScreen = true;
    let layer: SpatialLayer | undefined;
    const look = () => {
      const { clientWidth: width, clientHeight: height } = element;
      const floats = element.contains(page.pictureInPictureElement);
      const away = !floats && (!onScreen || page.hidden || isCovered(element));
      const hidden = away || width === 0 || height === 0;
      const now: Look = hidden ? { seen: false } : need(linesFor({ width, height }, fit) * devicePixelRatio, layer);
      if (now.seen) layer = now.layer;
      desk.set(id, element, now);
    };
    // A floating window has its own document and observers.
    const own = page === document ? globalThis : (page.defaultView ?? globalThis);
    const resized = new own.ResizeObserver(look);
    const crossed = new own.IntersectionObserver((entries) => {
      onScreen = entries.at(-1)?.isIntersecting ?? true;
      look();
    });
    resized.observe(element);
    crossed.observe(element);
    const uncover = onCovers(look);
    page.addEventListener('visibilitychange', look);
    for (const type of floatingEvents) element.addEventListener(type, look);
    lookAgain.current = look;
    look();
    return () => {
      resized.disconnect();
      crossed.disconnect();
      uncover();
      page.removeEventListener('visibilitychange', look);
      for (const type of floatingEvents) element.removeEventListener(type, look);
      lookAgain.current = undefined;
      desk.drop(id, element, track.readyState !== 'live');
    };
  }, [media, id, track, place, fit]);
  // oxlint-disable-next-line react/exhaustive-effect-dependencies -- what `need` reads has changed, the place has not.
  useEffect(() => lookAgain.current?.(), [priority, cameras]);
}
