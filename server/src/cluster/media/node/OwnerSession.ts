import { AppError } from '@plenum/shared/core/errors';
import type {
  Consumer,
  Link,
  LinkStream,
  Producer,
  Recorded,
  Router,
  RouterEvents,
  SlotProducer,
  TransportPair,
} from '../../../media/router.ts';
import type { ShedLevel } from '../../../media/overload/shedLevels.ts';
import { Lateness } from '../../../media/slots/Lateness.ts';
import { Handles } from './Handles.ts';
import type { NodeLoad, nodeSays, ownerSays } from '../wire/protocol.ts';
import type { RoomFences } from './RoomFences.ts';
import type { Hearing, Wire } from '../wire/Wire.ts';

type OwnerWire = Wire<typeof nodeSays, typeof ownerSays>;

/** What an owner has made here. */
type Thing =
  | { readonly kind: 'router'; readonly router: Router; close(): void }
  | { readonly kind: 'pair'; readonly pair: TransportPair; readonly router: number; close(): void }
  | { readonly kind: 'producer'; readonly producer: Producer; close(): void }
  | { readonly kind: 'consumer'; readonly consumer: Consumer; close(): void }
  | { readonly kind: 'slot'; readonly slot: SlotProducer; close(): void }
  | { readonly kind: 'recording'; readonly recorded: Recorded | undefined; close(): void }
  | { readonly kind: 'link'; readonly link: Link; close(): void }
  | { readonly kind: 'stream'; readonly stream: LinkStream; close(): void };

/** How much one owner may have here. */
export interface OwnerBounds {
  readonly rooms: number;
  /** Members with transports. */
  readonly members: number;
  /** All things together: rooms, members, and each stream in, out and between nodes. */
  readonly things: number;
}

interface Options {
  readonly createRouter: (room: string, events: RouterEvents) => Promise<Router>;
  readonly fences: RoomFences;
  readonly bounds: OwnerBounds;
  readonly now: () => number;
}

const done = {};

/** What one owner does at this media node; all of it ends with the owner's wire. */
export class OwnerSession {
  readonly #wire: OwnerWire;
  readonly #options: Options;
  readonly #things: Handles<Thing>;
  readonly #shed = new Map<number, ShedLevel>();
  #rooms = 0;
  #members = 0;

  constructor(wire: OwnerWire, options: Options) {
    this.#wire = wire;
    this.#options = options;
    this.#things = new Handles(options.bounds.things);
  }

  /** Rooms of this owner. */
  get rooms(): number {
    return this.#rooms;
  }

  tellLoad(load: NodeLoad): void {
    this.#wire.tell('load', load);
  }

  /** The owner is gone: so is all that it made. */
  end(): void {
    this.#things.closeAll();
  }

  close(reason: string): void {
    this.#wire.close(reason);
  }

  hearing(onClosed: (reason: string) => void): Hearing<typeof ownerSays> {
    const things = this.#things;
    return {
      asks: {
        'router:create': (input) => this.#createRouter(input),
        ...this.#pairs(),
        ...this.#streams(),
        ...this.#links(),
      },
      tells: {
        close: ({ on }) => things.close(on),
        'pair:capabilities': ({ on, rtpCapabilities }) => {
          const pair = things.find(on);
          if (pair?.kind === 'pair') pair.pair.setCapabilities(rtpCapabilities);
        },
        'recording:key': ({ on }) => {
          const recording = things.find(on);
          if (recording?.kind === 'recording') recording.recorded?.askForKey();
        },
      },
      packet: (handle, packet) => {
        const slot = things.find(handle);
        if (slot?.kind === 'slot') slot.slot.send(packet);
      },
      closed: (reason) => {
        this.end();
        onClosed(reason);
      },
    };
  }

  async #createRouter(input: { as: number; room: string; fence: number; levels: boolean }) {
    const { as, room, fence, levels } = input;
    if (this.#rooms >= this.#options.bounds.rooms) throw new AppError('full', 'This owner has too many rooms here.');
    const release = this.#options.fences.take(room, fence, () => this.#lose(as));
    this.#rooms += 1;
    const close = once(() => {
      this.#rooms -= 1;
      release();
    });
    const events: RouterEvents = {
      onLost: () => this.#lose(as),
      onShed: () => this.#tellShed(as),
      ...(levels && { onLevels: (all) => this.#wire.tell('router:levels', { on: as, levels: [...all] }) }),
    };
    const { router } = await this.#things
      .make(as, 0, async () => {
        const made = await this.#options.createRouter(room, events);
        return {
          kind: 'router',
          router: made,
          close: () => {
            close();
            made.close();
          },
        };
      })
      .catch((error: unknown) => {
        close();
        throw error;
      });
    const { rtpCapabilities, shedLevel } = router;
    // A router that measures levels by itself passes no packets to its room.
    return { rtpCapabilities, levelExtension: levels ? 0 : router.levelExtension, shed: shedLevel };
  }

  /** A room ends here, and not because its owner closed it: tells the owner. */
  #lose(router: number): void {
    this.#things.close(router);
    this.#wire.tell('router:lost', { on: router });
  }

  #tellShed(router: number): void {
    const here = this.#things.find(router);
    if (here?.kind !== 'router') return;
    const pairs: [number, ShedLevel][] = [];
    for (const [handle, before] of this.#shed) {
      const pair = this.#things.find(handle);
      if (pair?.kind !== 'pair' || pair.router !== router || pair.pair.shedLevel === before) continue;
      this.#shed.set(handle, pair.pair.shedLevel);
      pairs.push([handle, pair.pair.shedLevel]);
    }
    this.#wire.tell('router:shed', { on: router, shed: here.router.shedLevel, pairs });
  }

  #pairs() {
    const things = this.#things;
    const pair = (on: number): TransportPair => things.require(on, 'pair').pair;
    return {
      'pair:create': (input: { on: number; as: number; member: string; expects: number }) => this.#createPair(input),
      'pair:connect': async ({ on, side, dtlsParameters }: Heard<'pair:connect'>) => {
        await pair(on).connect(side, dtlsParameters);
        return done;
      },
      'pair:restartIce': async ({ on, side }: Heard<'pair:restartIce'>) => ({
        iceParameters: await pair(on).restartIce(side),
      }),
      'pair:produce': async ({ on, as, ...from }: Heard<'pair:produce'>) => {
        const { producer } = await things.make(as, on, async () => {
          const made = await pair(on).produce(from);
          return { kind: 'producer', producer: made, close: () => made.close() };
        });
        return { id: producer.id };
      },
      'pair:consume': async ({ on, as, stream }: Heard<'pair:consume'>) => {
        const made: { consumer?: Consumer } = {};
        await things
          .make(as, on, async () => {
            const consumer = await pair(on).consume({ id: stream });
            if (!consumer) throw new NotThere();
            made.consumer = consumer;
            return { kind: 'consumer', consumer, close: () => consumer.close() };
          })
          .catch((error: unknown) => {
            if (!(error instanceof NotThere)) throw error;
          });
        return made.consumer ? { id: made.consumer.id, rtpParameters: made.consumer.rtpParameters } : null;
      },
      'producer:pause': async ({ on, paused }: Heard<'producer:pause'>) => {
        const one = things.find(on);
        if (one?.kind === 'slot') await one.slot.setPaused(paused);
        else await things.require(on, 'producer').producer.setPaused(paused);
        return done;
      },
      'producer:hold': async ({ on, held }: Heard<'producer:hold'>) => {
        await things.require(on, 'producer').producer.hold(held);
        return done;
      },
      'consumer:pause': async ({ on, paused }: Heard<'consumer:pause'>) => {
        await things.require(on, 'consumer').consumer.setPaused(paused);
        return done;
      },
      'consumer:layer': async ({ on, layer, calm }: Heard<'consumer:layer'>) => {
        await things.require(on, 'consumer').consumer.setLayer(layer, calm);
        return done;
      },
      'consumer:priority': async ({ on, priority }: Heard<'consumer:priority'>) => {
        await things.require(on, 'consumer').consumer.setPriority(priority);
        return done;
      },
    };
  }

  async #createPair({ on, as, ...newcomer }: { on: number; as: number; member: string; expects: number }) {
    const { router } = this.#things.require(on, 'router');
    if (this.#members >= this.#options.bounds.members) {
      throw new AppError('full', 'This owner has too many members at this media node.');
    }
    this.#members += 1;
    const close = once(() => {
      this.#members -= 1;
      this.#shed.delete(as);
    });
    const { pair } = await this.#things
      .make(as, on, async () => {
        const made = await router.createTransportPair({
          ...newcomer,
          onLost: () => {
            this.#things.close(as);
            this.#wire.tell('pair:lost', { on: as });
          },
        });
        return {
          kind: 'pair',
          pair: made,
          router: on,
          close: () => {
            close();
            made.close();
          },
        };
      })
      .catch((error: unknown) => {
        close();
        throw error;
      });
    this.#shed.set(as, pair.shedLevel);
    return { send: pair.send, recv: pair.recv, shed: pair.shedLevel };
  }

  #streams() {
    const things = this.#things;
    const router = (on: number): Router => things.require(on, 'router').router;
    return {
      'stream:tap': async ({ on, as, stream }: Heard<'stream:tap'>) => {
        const here = router(on);
        const lateness = new Lateness();
        await here.tap({ id: stream }, (packet) => {
          // Measured here, where the packet comes in: the way to the owner says nothing of the worker.
          here.heardLate({ id: stream }, lateness.measure(packet, this.#options.now()));
          this.#wire.packet(as, packet);
        });
        return done;
      },
      'stream:record': async ({ on, as, stream, layer }: Heard<'stream:record'>) => {
        const { recorded } = await things.make(as, on, async () => {
          const made = await router(on).record(
            { id: stream },
            {
              layer,
              onPacket: (packet) => this.#wire.packet(as, packet),
              onReport: (timestamp, ntp) => this.#wire.tell('recording:report', { on: as, timestamp, ntp }),
            },
          );
          return { kind: 'recording', recorded: made, close: () => made?.close() };
        });
        return { begun: recorded !== undefined };
      },
      'slot:create': async ({ on, as, ...name }: Heard<'slot:create'>) => {
        await things.make(as, on, async () => {
          const slot = await router(on).createSlot(name);
          return { kind: 'slot', slot, close: () => slot.close() };
        });
        return done;
      },
    };
  }

  #links() {
    const things = this.#things;
    const link = (on: number): Link => things.require(on, 'link').link;
    return {
      'link:create': async ({ on, as }: Heard<'link:create'>) => {
        const { router } = things.require(on, 'router');
        const made = await things.make(as, on, async () => {
          // Streams of the link may be received on other workers: the owner opens all again, as after a lost worker.
          const one = await router.createLink(() => this.#lose(on));
          return { kind: 'link', link: one, close: () => one.close() };
        });
        return { address: made.link.address };
      },
      'link:connect': async ({ on, address }: Heard<'link:connect'>) => {
        await link(on).connect(address);
        return done;
      },
      'link:send': async ({ on, as, stream }: Heard<'link:send'>) => {
        const sent: { rtpParameters?: Record<string, unknown> } = {};
        await things.make(as, on, async () => {
          const made = await link(on).send({ id: stream });
          sent.rtpParameters = made.rtpParameters;
          return { kind: 'stream', stream: made, close: () => made.close() };
        });
        return { rtpParameters: sent.rtpParameters ?? {} };
      },
      'link:receive': async ({ on, as, ...stream }: Heard<'link:receive'>) => {
        await things.make(as, on, async () => {
          const made = await link(on).receive(stream);
          return { kind: 'stream', stream: made, close: () => made.close() };
        });
        return done;
      },
      'link:pause': async ({ on, paused }: Heard<'link:pause'>) => {
        await things.require(on, 'stream').stream.setPaused(paused);
        return done;
      },
      'link:read': async ({ on }: Heard<'link:read'>) => link(on).read(),
    };
  }
}

type Heard<K extends keyof (typeof ownerSays)['asks']> = Parameters<Hearing<typeof ownerSays>['asks'][K]>[0];

/** The stream has just ended, or the browser cannot decode it. */
class NotThere extends Error {}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    work();
  };
}
