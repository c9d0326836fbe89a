import type { Source } from '@plenum/shared/features/media/contract';
import type { StoreApi } from 'zustand/vanilla';
import type { MeetingSession } from '../../app/session.ts';
import { problemOf } from './deviceProblem.ts';
import type { Effect } from './effect.ts';
import type { Capture, DeviceNews, LocalMediaState } from './localMediaState.ts';

/** What feeds need of the person's devices as a whole. */
export interface FeedHost {
  readonly store: StoreApi<LocalMediaState>;
  /** The meeting that everything goes to, while there is one. */
  media(): MeetingSession['media'] | undefined;
  tell(news: DeviceNews): void;
  /** Reads anew which devices there are. */
  listDevices(): Promise<void>;
}

/** One captured thing on its way to the meeting: its device, its effect, and what the store says of it. */
export class Feed<S extends Extract<Source, keyof LocalMediaState>> {
  readonly source: S;
  readonly #host: FeedHost;
  readonly #onEnded: () => void;
  #turn = 0;
  #effect: Effect | undefined;

  /** @param onEnded its device ended by itself: unplugged, or the browser's own "stop sharing" */
  constructor(source: S, host: FeedHost, onEnded: () => void) {
    this.source = source;
    this.#host = host;
    this.#onEnded = onEnded;
  }

  get capture(): Capture {
    return this.#host.store.getState()[this.source];
  }

  /** Asks for a device; what came before goes on until `take`. */
  begin(): number {
    if (this.capture.state !== 'on') this.#set({ state: 'starting' });
    return (this.#turn += 1);
  }

  /** Sends this from now on; false when somebody changed their mind while the browser was asking. */
  take(turn: number, device: MediaStreamTrack, effect?: Effect): boolean {
    const before = this.capture;
    if (turn !== this.#turn) {
      effect?.close();
      if (before.state !== 'on' || before.device !== device) device.stop();
      return false;
    }
    const track = effect?.track ?? device;
    if (before.state === 'on' && before.device !== device) this.#letGo(before.device);
    device.addEventListener('ended', this.#ended);
    this.#set({ state: 'on', track, device });
    this.publish();
    // The one before goes when the new one is sent.
    this.#effect?.close();
    this.#effect = effect;
    return true;
  }

  /** It could not be had. What was sent before is not sent any more: it is not what the person wants. */
  fail(turn: number, error: unknown): void {
    if (turn !== this.#turn) return;
    this.stop();
    this.#set({ state: 'failed', problem: problemOf(error) });
  }

  /** The effect of this device could not be had: the device is let go, unless it is on by now. */
  refuse(turn: number, device: MediaStreamTrack, error: unknown): void {
    this.fail(turn, error);
    const { capture } = this;
    // The person may have changed the effect once more, and this device is on with that one.
    if (capture.state !== 'on' || capture.device !== device) device.stop();
  }

  /** Stops the device that is on, so that it can be asked for again; the state stays until `take` or `fail`. */
  release(): void {
    const { capture } = this;
    if (capture.state === 'on') this.#letGo(capture.device);
  }

  /** Lets go of the device: its light goes out. */
  stop(): void {
    this.#turn += 1;
    const { capture } = this;
    if (capture.state === 'on') {
      this.#host.media()?.unpublish(this.source);
      this.#letGo(capture.device);
      this.#effect?.close();
      this.#effect = undefined;
    }
    this.#set({ state: 'off' });
  }

  /** Sends it to the meeting of now, if it is on. */
  publish(): void {
    const { capture } = this;
    if (capture.state !== 'on') return;
    const muted = this.source === 'mic' && this.#host.store.getState().micMuted;
    // What fails is seen in the store: the stream is not there.
    this.#host
      .media()
      ?.publish(this.source, capture.track, { muted })
      .catch(() => {});
  }

  #letGo(device: MediaStreamTrack): void {
    device.removeEventListener('ended', this.#ended);
    device.stop();
  }

  #set(capture: Capture): void {
    this.#host.store.setState({ [this.source]: capture });
  }

  readonly #ended = (): void => {
    const { capture } = this;
    if (capture.state !== 'on' || capture.device.readyState !== 'ended') return;
    this.stop();
    this.#onEnded();
  };
}
