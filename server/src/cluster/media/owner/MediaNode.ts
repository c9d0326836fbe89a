import { AppError } from '@plenum/shared/core/errors';
import type { ShedLevel } from '../../../media/overload/shedLevels.ts';
import type { Host } from '../../../media/wide/Wings.ts';
import type { NodeLoad, nodeSays, ownerSays } from '../wire/protocol.ts';
import type { NodeState } from './placement.ts';
import type { Hearing, Wire } from '../wire/Wire.ts';

export type NodeWire = Wire<typeof ownerSays, typeof nodeSays>;

/** What a media node may say of one thing that the owner has made there. */
export interface Listening {
  readonly onLost?: () => void;
  readonly onPacket?: (packet: Buffer) => void;
  readonly onReport?: (timestamp: number, ntp: number) => void;
  readonly onShed?: (shed: ShedLevel) => void;
  readonly onLevels?: (levels: readonly { readonly member: string; readonly level: number }[]) => void;
}

/** How long a member whom this owner has just placed counts beside the figures that the node tells, in loads told. */
const fresh = 2;

/** A connection to a media node, as the owner of rooms sees it. After a lost connection the same node is another one. */
export class MediaNode implements Host {
  readonly name: string;
  readonly region: string | undefined;
  readonly #onClosed: (reason: string) => void;
  readonly #listening = new Map<number, Listening>();
  readonly #placed = new Set<{ readonly weigh: () => number; readonly at: number }>();
  #life: 'open' | 'lost' = 'open';
  readonly #ready = Promise.withResolvers<void>();
  #wire: NodeWire | undefined;
  #handles = 0;
  #told = 0;
  #load: NodeLoad = { streams: 0, capacity: 1, shed: 0, draining: false };

  constructor(of: { name: string; region: string | undefined; onClosed: (reason: string) => void }) {
    this.name = of.name;
    this.region = of.region;
    this.#onClosed = of.onClosed;
    // A node may be lost while no caller waits for it.
    this.#ready.promise.catch(() => {});
  }

  /** Passed to `Wire.open`. */
  hearing(wire: NodeWire): Hearing<typeof nodeSays> {
    this.#wire = wire;
    const at = (handle: number): Listening => this.#listening.get(handle) ?? {};
    return {
      asks: {},
      tells: {
        load: (load) => {
          this.#load = load;
          this.#told += 1;
          this.#ready.resolve();
          for (const one of this.#placed) if (one.at + fresh < this.#told) this.#placed.delete(one);
        },
        'router:lost': ({ on }) => at(on).onLost?.(),
        'router:shed': ({ on, shed, pairs }) => {
          // The members' levels first: the room then asks each of them.
          for (const [pair, level] of pairs) at(pair).onShed?.(level);
          at(on).onShed?.(shed);
        },
        'router:levels': ({ on, levels }) => at(on).onLevels?.(levels),
        'pair:lost': ({ on }) => at(on).onLost?.(),
        'recording:report': ({ on, timestamp, ntp }) => at(on).onReport?.(timestamp, ntp),
      },
      packet: (handle, packet) => at(handle).onPacket?.(packet),
      closed: (reason) => {
        this.#life = 'lost';
        this.#ready.reject(new AppError('unavailable', reason));
        this.#onClosed(reason);
        for (const { onLost } of Array.from(this.#listening.values())) onLost?.();
        this.#listening.clear();
      },
    };
  }

  /** @throws when the connection is not open yet */
  get wire(): NodeWire {
    if (!this.#wire) throw new Error('This media node is not connected.');
    return this.#wire;
  }

  /** Resolves when the node has told its load. @throws AppError `unavailable` when it is lost before */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  get isLost(): boolean {
    return this.#life === 'lost';
  }

  get shedLevel(): ShedLevel {
    return this.#load.shed;
  }

  /** Streams that it carries, of all owners. */
  get load(): number {
    return this.#load.streams;
  }

  get state(): NodeState {
    const { streams, capacity, shed, draining } = this.#load;
    let placed = 0;
    for (const { weigh } of this.#placed) placed += weigh();
    return { streams: streams + placed, capacity, shed, draining, region: this.region };
  }

  carry(weigh: () => number): () => void {
    const one = { weigh, at: this.#told };
    this.#placed.add(one);
    return () => void this.#placed.delete(one);
  }

  /** A new handle; what the node says of it goes to `listening` until `forget`. */
  handle(listening?: Listening): number {
    this.#handles += 1;
    if (listening) this.#listening.set(this.#handles, listening);
    return this.#handles;
  }

  /** Nothing more is heard of this thing. */
  forget(handle: number): void {
    this.#listening.delete(handle);
  }

  /** Ends the thing at the node, and what the node says of it. */
  close(handle: number): void {
    this.forget(handle);
    this.wire.tell('close', { on: handle });
  }

  /** Makes a thing at the node; when that fails, it is certain that nothing of it is left there. */
  async make<T>(handle: number, asking: (wire: NodeWire) => Promise<T>): Promise<T> {
    return asking(this.wire).catch((error: unknown) => {
      this.close(handle);
      throw error;
    });
  }
}
