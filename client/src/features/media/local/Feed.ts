import { cameraSources, type Source } from '@plenum/shared/features/media/contract';
import type { StoreApi } from 'zustand/vanilla';
import type { MeetingSession } from '../../../app/session.ts';
import { problemOf } from './deviceProblem.ts';
import type { Effect } from '../effects/effect.ts';
import { type Capture, type DeviceNews, isTaken, type LocalMediaState } from './localMediaState.ts';

/** A track says so when the system takes its device away for a while, and when it gives it back. */
const muteEvents = ['mute', 'unmute'] as const;

/** What a feed needs from the person's other devices. */
export interface FeedHost {
  readonly store: StoreApi<LocalMediaState>;
  /** The present meeting's media; undefined outside a meeting. */
  media(): MeetingSession['media'] | undefined;
  tell(news: DeviceNews): void;
  /** Updates the lists of devices. */
  listDevices(): Promise<void>;
}

/** One captured source on its way to the meeting: its device, its effect, and its state in the store. */
export class Feed<S extends Extract<Source, keyof LocalMediaState>> {
  readonly source: S;
  readonly #host: FeedHost;
  readonly #onEnded: () => void;
  #turn = 0;
  #effect: Effect | undefined;

  /** @param onEnded called when the device ended by itself: unplugged, or the browser's "stop sharing" */
  constructor(source: S, host: FeedHost, onEnded: () => void) {
    this.source = source;
    this.#host = host;
    this.#onEnded = onEnded;
  }

  get capture(): Capture {
    return this.#host.store.getState()[this.source];
  }

  /** Begins a request for a device; the present one stays on until `take`. */
  begin(): number {
    if (this.capture.state !== 'on') this.#set({ state: 'starting' });
    return (this.#turn += 1);
  }

  /** Sends this device from now on; false when a later request or `stop` came meanwhile. */
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
    for (const event of muteEvents) device.addEventListener(event, this.#heard);
    this.#set({ state: 'on', track, device, taken: device.muted && this.#showsPerson });
    this.publish();
    // The old effect ends when the new track is sent.
    this.#effect?.close();
    this.#effect = effect;
    return true;
  }

  /** The device failed. An earlier device stops too, because the person no longer wants it. */
  fail(turn: number, error: unknown): void {
    if (turn !== this.#turn) return;
    this.stop();
    this.#set({ state: 'failed', problem: problemOf(error) });
  }

  /** The effect of this device failed: stops the device, unless it is on with another effect. */
  refuse(turn: number, device: MediaStreamTrack, error: unknown): void {
    this.fail(turn, error);
    const { capture } = this;
    // The person may have changed the effect again, so that this device is on with the later one.
    if (capture.state !== 'on' || capture.device !== device) device.stop();
  }

  /** Stops the present device so that it can be requested again. The state stays until `take` or `fail`. */
  release(): void {
    const { capture } = this;
    if (capture.state === 'on') this.#letGo(capture.device);
  }

  /** Stops the device, so that its light goes off. */
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

  /** Sends the track to the present meeting, if the device is on. */
  publish(): void {
    const { capture } = this;
    if (capture.state !== 'on') return;
    // The store shows a failure: the stream is missing there.
    this.#host
      .media()
      ?.publish(this.source, capture.track, { muted: this.#isMuted() })
      .catch(() => {});
  }

  /** Tells the meeting whether the stream is muted: by the person, or because its device gives nothing. */
  mute(): void {
    this.#host.media()?.mute(this.source, this.#isMuted());
  }

  #isMuted(): boolean {
    return (this.source === 'mic' && this.#host.store.getState().micMuted) || isTaken(this.capture);
  }

  /** False for what the person shows: a screen also falls silent when its window is minimised, and has its own pause. */
  get #showsPerson(): boolean {
    return this.source === 'mic' || cameraSources.some((camera) => camera === this.source);
  }

  #letGo(device: MediaStreamTrack): void {
    device.removeEventListener('ended', this.#ended);
    for (const event of muteEvents) device.removeEventListener(event, this.#heard);
    device.stop();
  }

  #set(capture: Capture): void {
    this.#host.store.setState({ [this.source]: capture });
  }

  readonly #heard = (): void => {
    const { capture } = this;
    if (capture.state !== 'on' || capture.taken === capture.device.muted || !this.#showsPerson) return;
    this.#set({ ...capture, taken: capture.device.muted });
    this.mute();
  };

  readonly #ended = (): void => {
    const { capture } = this;
    if (capture.state !== 'on' || capture.device.readyState !== 'ended') return;
    this.stop();
    this.#onEnded();
  };
}
