import { cameraSources } from '@plenum/shared/features/media/contract';
import type { PresentDevices } from './capture.ts';
import type { DeviceMemory } from './deviceMemory.ts';
import type { DeviceProblem } from './deviceProblem.ts';

/** The life of one source. */
export type Capture =
  | { readonly state: 'off' }
  | { readonly state: 'starting' }
  /**
   * `track` is sent; `device` is its origin, often the same track. `taken`: the system gives nothing of the device for now,
   * because of a phone call or another program.
   */
  | {
      readonly state: 'on';
      readonly track: MediaStreamTrack;
      readonly device: MediaStreamTrack;
      readonly taken: boolean;
    }
  | { readonly state: 'failed'; readonly problem: DeviceProblem };

/** Sources of a person. */
export type Kind = 'mic' | 'camera' | 'screen' | 'contentCamera';

/** The cameras after the first. */
export const moreCameras = cameraSources.filter((source) => source !== 'camera');
export type MoreCamera = (typeof moreCameras)[number];

/** True while any camera shows this person. */
export function sendsCamera(state: LocalMediaState): boolean {
  return cameraSources.some((source) => state[source].state === 'on');
}

/** True while the system keeps an open device from this page. */
export function isTaken(capture: Capture): boolean {
  return capture.state === 'on' && capture.taken;
}

/** What happened to a device without the person's doing. */
export type DeviceNews =
  /** Unplugged, or ended by the browser's "stop sharing". */
  | { readonly type: 'ended'; readonly kind: Kind }
  /** Ended by the server: no longer allowed, or ended by a moderator for now. */
  | { readonly type: 'forbidden' | 'stopped'; readonly kind: Kind }
  /** `replaced`: unplugged, and this device took over. `returned`: plugged in again. */
  | { readonly type: 'replaced' | 'returned'; readonly kind: 'mic' | 'camera'; readonly label: string }
  /** The microphone is sent without its effect. */
  | { readonly type: 'effectFailed'; readonly kind: 'mic' };

/** The state of this person's devices. */
export interface LocalMediaState extends PresentDevices {
  readonly mic: Capture;
  readonly camera: Capture;
  readonly camera2: Capture;
  readonly camera3: Capture;
  readonly contentCamera: Capture;
  readonly screen: Capture;
  readonly micMuted: boolean;
  readonly memory: DeviceMemory;
  /** True when this browser has stored an own picture for the background. */
  readonly ownPicture: boolean;
}
