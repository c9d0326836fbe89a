import { captureDevice, type Wanted } from './capture.ts';
import { effectFor } from '../effects/effects.ts';
import { Feed, type FeedHost } from './Feed.ts';
import type { Capture } from './localMediaState.ts';

/** Devices whose choice is remembered. */
export type DeviceKind = 'mic' | 'camera';

/** The microphone or the first camera, with the remembered device and effect. */
export class RememberedFeed {
  readonly #kind: DeviceKind;
  readonly #host: FeedHost;
  readonly #feed: Feed<DeviceKind>;

  /** @param onUnplugged called when the device ended by itself; the feed is off then */
  constructor(kind: DeviceKind, host: FeedHost, onUnplugged: () => void) {
    this.#kind = kind;
    this.#host = host;
    this.#feed = new Feed<DeviceKind>(kind, host, onUnplugged);
  }

  get capture(): Capture {
    return this.#feed.capture;
  }

  /** The device that the person chose, and how it should sound. */
  get wanted(): Wanted {
    const { memory } = this.#host.store.getState();
    return { id: memory[this.#kind], label: memory.labels[this.#kind], sound: memory.sound };
  }

  /** Begins a turn for `ask` or `use`; a later turn, or `stop`, invalidates it. */
  begin(): number {
    return this.#feed.begin();
  }

  /** Turns the device on; a problem is in the store. */
  start(wanted: Wanted = this.wanted): Promise<void> {
    return this.ask(this.begin(), wanted);
  }

  /** Requests the device of a turn from the browser. */
  async ask(turn: number, wanted: Wanted = this.wanted): Promise<void> {
    try {
      await this.use(turn, await captureDevice(this.#kind, wanted));
    } catch (error) {
      this.#feed.fail(turn, error);
    }
  }

  /** Sends a device's track with its effect. A camera is never sent without the chosen effect. */
  async use(turn: number, device: MediaStreamTrack): Promise<void> {
    try {
      const effect = await effectFor(this.#kind, device, this.#host.store.getState().memory);
      this.#feed.take(turn, device, effect);
    } catch (error) {
      if (this.#kind === 'mic') {
        this.#feed.take(turn, device);
        return this.#host.tell({ type: 'effectFailed', kind: 'mic' });
      }
      this.#feed.refuse(turn, device, error);
    }
  }

  /** Captures the device again with the present wishes, if it is on. */
  async renew(): Promise<void> {
    if (this.capture.state !== 'on') return;
    const turn = this.begin();
    // Some systems fail with two captures of one device, and some phones with two cameras.
    this.#feed.release();
    await this.ask(turn);
  }

  /** Applies the chosen effect to the device that is on; the old track is sent until then. */
  async changeEffect(): Promise<void> {
    const { capture } = this;
    if (capture.state === 'on') await this.use(this.begin(), capture.device);
  }

  stop(): void {
    this.#feed.stop();
  }

  publish(): void {
    this.#feed.publish();
  }

  /** Tells the meeting whether the stream is muted now. */
  mute(): void {
    this.#feed.mute();
  }
}
