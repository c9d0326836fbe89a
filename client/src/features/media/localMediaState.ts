import { cameraSources } from '@plenum/shared/features/media/contract';
import type { DeviceLists } from './capture.ts';
import type { DeviceMemory } from './deviceMemory.ts';
import type { DeviceProblem } from './deviceProblem.ts';

/** The life of one thing that can be sent. */
export type Capture =
  | { readonly state: 'off' }
  | { readonly state: 'starting' }
  /** `track` is what is sent; `device` what it is made from, which is often the same. */
  | { readonly state: 'on'; readonly track: MediaStreamTrack; readonly device: MediaStreamTrack }
  | { readonly state: 'failed'; readonly problem: DeviceProblem };

/** What a person can send. */
export type Kind = 'mic' | 'camera' | 'screen' | 'contentCamera';

/** The cameras beside the first one. */
export const moreCameras = cameraSources.filter((source) => source !== 'camera');
export type MoreCamera = (typeof moreCameras)[number];

/** True while a camera shows this person, the first or another. */
export function sendsCamera(state: LocalMediaState): boolean {
  return cameraSources.some((source) => state[source].state === 'on');
}

/** What happened to a device without the person's doing. */
export type DeviceNews =
  /** Unplugged, or the browser's own "stop sharing". */
  | { readonly type: 'ended'; readonly kind: Kind }
  /** The server ended it: it may not be sent any more, or a moderator ended it for now. */
  | { readonly type: 'forbidden' | 'stopped'; readonly kind: Kind }
  /** Unplugged, and this one took its place; or plugged in again. */
  | { readonly type: 'replaced' | 'returned'; readonly kind: 'mic' | 'camera'; readonly label: string }
  /** The sound is sent as the device gives it. */
  | { readonly type: 'effectFailed'; readonly kind: 'mic' };

/** Everything about this person's devices. */
export interface LocalMediaState {
  readonly mic: Capture;
  readonly camera: Capture;
  readonly camera2: Capture;
  readonly camera3: Capture;
  readonly contentCamera: Capture;
  readonly screen: Capture;
  readonly micMuted: boolean;
  readonly devices: DeviceLists;
  readonly memory: DeviceMemory;
  /** A picture of one's own for the background is kept in this browser. */
  readonly ownPicture: boolean;
}
