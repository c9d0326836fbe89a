import { type DeviceInfo, sameName, type Wanted } from './capture.ts';
import type { FeedHost } from './Feed.ts';
import type { DeviceMemory } from './deviceMemory.ts';
import type { DeviceKind, RememberedFeed } from './RememberedFeed.ts';

/** A device was unplugged while it was on: nothing took its place, or another device did. */
type Displaced = 'lost' | 'replaced';

interface ReplugOptions {
  readonly host: FeedHost;
  readonly feeds: Readonly<Record<DeviceKind, RememberedFeed>>;
  readonly remember: (part: Partial<DeviceMemory>) => void;
}

/** Replaces a microphone that is unplugged, and takes a device again when it is plugged in again. */
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

  /** The person chose or stopped this device themselves: the unplugged one is not taken again. */
  forget(kind: DeviceKind): void {
    delete this.#displaced[kind];
  }

  /** The device ended by itself. */
  unplugged(kind: DeviceKind): void {
    this.#inTurn(() => this.#replace(kind));
  }

  /** A device that is pulled out ends its track and changes the list, in any order: one is dealt with after the other. */
  #inTurn(work: () => Promise<void>): void {
    this.#queue = this.#queue.then(work);
  }

  /** Another microphone takes over at once; another camera might show what nobody meant to show. */
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

  /** Something was plugged in or out: what was in use before it was unplugged is taken again. */
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

/** The device to take now that the list has changed; undefined when none is better than the present one. */
function deviceToTake(
  kind: DeviceKind,
  displaced: Displaced,
  devices: readonly DeviceInfo[],
  wanted: Wanted,
): DeviceInfo | undefined {
  const chosen = devices.find(({ id }) => id === wanted.id) ?? sameName(devices, wanted.label);
  if (chosen) return chosen;
  // Any microphone is better than none; another camera may show what the person does not mean to show.
  return displaced === 'lost' && (kind === 'mic' || wanted.id === undefined) ? devices[0] : undefined;
}
