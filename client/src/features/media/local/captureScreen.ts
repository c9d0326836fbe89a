import { firstTrack } from './capture.ts';

/** Content of a shared screen. `text`: sharp, at a low frame rate. `motion`: smooth, at a lower sharpness. */
export type ShareKind = 'text' | 'motion';

const framesPerSecond = { text: 15, motion: 30 } as const;

/** Lets the person choose a screen, window or tab, with its sound if the browser can. @throws DOMException */
export async function captureScreen(
  kind: ShareKind,
): Promise<{ video: MediaStreamTrack; audio: MediaStreamTrack | undefined }> {
  // Some type definitions lack these options; browsers ignore unknown ones.
  const options: DisplayMediaStreamOptions & Record<string, unknown> = {
    video: { frameRate: { ideal: framesPerSecond[kind], max: 30 } },
    audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    systemAudio: 'include',
    surfaceSwitching: 'include',
    selfBrowserSurface: 'exclude',
    monitorTypeSurfaces: 'include',
  };
  const stream = await navigator.mediaDevices.getDisplayMedia(options);
  const video = firstTrack(stream, 'video');
  setShareKind(video, kind);
  return { video, audio: stream.getAudioTracks()[0] };
}

/** Optimises capture and encoder for this content, also while they run. */
export function setShareKind(track: MediaStreamTrack, kind: ShareKind): void {
  track.contentHint = kind;
  // A browser that cannot change the frame rate keeps it.
  track.applyConstraints?.({ frameRate: { ideal: framesPerSecond[kind], max: 30 } }).catch(() => {});
}

/** True when the browser can share a screen; phones cannot. */
export function canShareScreen(): boolean {
  return typeof globalThis.navigator?.mediaDevices?.getDisplayMedia === 'function';
}
