import { firstTrack } from './capture.ts';

/** What is on a shared screen: `text` stays sharp and may stutter, `motion` stays fluent and may blur. */
export type ShareKind = 'text' | 'motion';

const framesPerSecond = { text: 15, motion: 30 } as const;

/** Lets the person choose a screen, a window or a tab, with its sound where the browser can. @throws DOMException */
export async function captureScreen(
  kind: ShareKind,
): Promise<{ video: MediaStreamTrack; audio: MediaStreamTrack | undefined }> {
  // Options that not every browser's types know; those that do not know them ignore them.
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

/** Tells capture and encoder what matters, also while they run. */
export function setShareKind(track: MediaStreamTrack, kind: ShareKind): void {
  track.contentHint = kind;
  // A browser that cannot change it goes on as it is.
  track.applyConstraints?.({ frameRate: { ideal: framesPerSecond[kind], max: 30 } }).catch(() => {});
}

/** True where the browser can share a screen at all (phones cannot). */
export function canShareScreen(): boolean {
  return typeof globalThis.navigator?.mediaDevices?.getDisplayMedia === 'function';
}
