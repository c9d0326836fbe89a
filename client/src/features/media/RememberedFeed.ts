import { captureDevice, type Wanted } from './capture.ts';
import { effectFor } from './effects.ts';
import { Feed, type FeedHost } from './Feed.ts';
import type { Capture } from './localMediaState.ts';

/** Devices that a person chooses and that are used again next time. */
export type DeviceKind = 'mic' | 'camera';

/** The microphone or the first camera: captured as the person remembered it, with the effect they chose. */
export class RememberedFeed {
  readonly #kind: DeviceKind;
  readonly #host: FeedHost;
  readonly #feed: Feed<DeviceKind>;

  /** @param onUnplugged the device ended by itself; the feed is off then */
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

  /** Starts a turn for `ask` or `use`; a later turn, or `stop`, makes this one void. */
  begin(): number {
    return this.#feed.begin();
  }

  /** Turns the device on; what goes wrong stands in the store. */
  start(wanted: Wanted = this.wanted): Promise<void> {
    return this.ask(this.begin(), wanted);
  }

  /** Asks the browser for the device of a turn. */
  async ask(turn: number, wanted: Wanted = this.wanted): Promise<void> {
    try {
      await this.use(turn, await captureDevice(this.#kind, wanted));
    } catch (error) {
      this.#feed.fail(turn, error);
    }
  }

  /** Sends a device's track with its effect. A camera is never shown without the effect that the person wants. */
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

  /** Captures the device anew while it is on, as the person wants it now. */
  async renew(): Promise<void> {
    if (this.capture.state !== 'on') return;
    const turn = this.begin();
    // Two captures of one device at once fail on some systems, and so do two cameras on some phones.
    this.#feed.release();
    await this.ask(turn);
  }

  /** Puts the effect that the person wants now on the device that is on; the track from before is sent until then. */
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
}
