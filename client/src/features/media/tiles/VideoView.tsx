import { useEffect, useRef } from 'react';
import { cx } from '../../../ui/cx.ts';

interface Props {
  readonly track: MediaStreamTrack;
  readonly mirrored?: boolean;
  /** `cover` crops, for faces; `contain` does not, for text. */
  readonly fit?: 'cover' | 'contain';
  readonly label: string;
  readonly videoRef?: (element: HTMLVideoElement | null) => void;
}

/** A video track on the page, without sound. */
export function VideoView({ track, mirrored = false, fit = 'cover', label, videoRef }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = new MediaStream([track]);
    // In a background tab `play` rejects; the browser plays a muted video later by itself.
    element.play().catch(() => {});
    return () => {
      element.srcObject = null;
    };
  }, [track]);
  return (
    <video
      ref={(element) => {
        video.current = element;
        videoRef?.(element);
      }}
      muted
      autoPlay
      playsInline
      disablePictureInPicture={fit === 'cover'}
      aria-label={label}
      className={cx(
        'absolute inset-0 size-full',
        fit === 'cover' ? 'object-cover' : 'object-contain',
        mirrored && '-scale-x-100',
      )}
    />
  );
}
