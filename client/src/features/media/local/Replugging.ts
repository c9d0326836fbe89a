import { type DeviceInfo, sameName, type Wanted } from './capture.ts';
import type { FeedHost } from './Feed.ts';
import type { DeviceMemory } from './deviceMemory.ts';
import type { DeviceKind, RememberedFeed } from './RememberedFeed.ts';

/** An unplugged device: `lost` without replacement, or `replaced` by another. */
type Displaced = 'lost' | 'replaced';

interface ReplugOptions {
  readonly host: FeedHost;
  readonly feeds: Readonly<Record<DeviceKind, RememberedFeed>>;
  readonly remember: (part: Partial<DeviceMemory>) => void;
}

/** Replaces an unplugged microphone, and returns to a device when it is plugged in again. */
export class Replugging {
  readonly #options: ReplugOptions;
  readonly #displaced: Partial<Record<DeviceKind, Displaced>> = {};
  #queue = Promise.resolve();
  readonly #refresh = () => this.#inTurn(() => this.#devicesChanged());

  constructor(options: ReplugOptions) {
    this.#options = options;
    navigator.mediaDevices?.addEventListener?.('devicechange', this.#refresh);
  }

  close(): void {
    navigator.mediaDevices?.removeEventListener?.('devicechange', this.#refresh);
  }

  /** The person chose or stopped this device: the unplugged one is not used again. */
  forget(kind: DeviceKind): void {
    delete this.#displaced[kind];
  }

  /** The device ended by itself. */
  unplugged(kind: DeviceKind): void {
    this.#inTurn(() => this.#replace(kind));
  }

  /** Handles events one after another: an unplugged device ends its track and changes the list, in any order. */
  #inTurn(work: () => Promise<void>): void {
    this.#queue = this.#queue.then(work);
  }

  /** Another microphone takes over at once. Another camera does not, because it might show something private. */
  async #replace(kind: DeviceKind): Promise<void> {
    const { host, feeds } = this.#options;
    const feed = feeds[kind];
    this.#displaced[kind] = 'lost';
    await host.listDevices();
    const { devices, memory } = host.store.getState();
    const before = feed.capture;
    if (kind === 'mic' && devices.mic.length > 0 && before.state === 'off') {
      await feed.start({ id: undefined, sound: memory.sound });
      const after = feed.capture;
      if (after.state === 'on') {
        this.#displaced.mic = 'replaced';
        return host.tell({ type: 'replaced', kind, label: after.device.label });
      }
      feed.stop();
    }
    host.tell({ type: 'ended', kind });
  }

  /** A device was plugged in or out: returns to the one that was unplugged while in use. */
  async #devicesChanged(): Promise<void> {
    const { host, feeds } = this.#options;
    await host.listDevices();
    for (const kind of ['mic', 'camera'] as const) await this.#takeBack(kind, feeds[kind]);
  }

  async #takeBack(kind: DeviceKind, feed: RememberedFeed): Promise<void> {
    const { host, remember } = this.#options;
    const displaced = this.#displaced[kind];
    const { memory, devices } = host.store.getState();
    const back = displaced && deviceToTake(kind, displaced, devices[kind], feed.wanted);
    if (!back) return;
    this.forget(kind);
    const known = back.id === memory[kind] || back.label === memory.labels[kind];
    if (known) remember({ [kind]: back.id });
    if (displaced === 'lost') {
      await feed.start();
      await host.listDevices();
    } else await feed.renew();
    if (feed.capture.state === 'on') host.tell({ type: known ? 'returned' : 'replaced', kind, label: back.label });
  }
}

/** The device to use after a change of the list; undefined to keep the present one. */
function deviceToTake(
  kind: DeviceKind,
  displaced: Displaced,
  devices: readonly DeviceInfo[],
  wanted: Wanted,
): DeviceInfo | undefined {
  const chosen = devices.find(({ id }) => id === wanted.id) ?? sameName(devices, wanted.label);
  if (chosen) return chosen;
  // Any microphone is better than none; another camera might show something private.
  return displaced === 'lost' && (kind === 'mic' || wanted.id === undefined) ? devices[0] : undefined;
}
