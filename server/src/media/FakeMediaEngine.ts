import { AppError } from '@plenum/shared/core/errors';
import type { MemberId, RoomId } from '@plenum/shared/core/ids';
import type { TransportInfo } from '@plenum/shared/features/media/contract';
import { type After, realAfter, realNow } from './after.ts';
import type { MediaEngine, MediaFact, MediaRoom } from './MediaEngine.ts';
import type {
  Consumer,
  Link,
  Producer,
  Recorded,
  Recording,
  Router,
  RouterEvents,
  RouterHost,
  RtpRecord,
  SlotName,
  SlotProducer,
  StreamName,
  TransportPair,
} from './router.ts';
import { createRtp } from './slots/createRtp.ts';
import { type ShedLevel } from './overload/shedLevels.ts';
import { Turns } from './overload/Turns.ts';
import { StreamRooms } from './StreamRooms.ts';

interface FakeOptions {
  readonly after?: After;
  readonly now?: () => number;
  readonly resumeMs?: number;
  readonly slots?: number;
}

/** An engine without workers, for every test that needs no real packets. It accepts any RTP parameters. */
export class FakeMediaEngine implements MediaEngine, RouterHost {
  readonly #rooms: StreamRooms;
  readonly #routers = new Map<RoomId, FakeRouter>();
  #shedLevel: ShedLevel = 0;
  #life: 'working' | 'refusing' | 'closed' = 'working';

  constructor({ after = realAfter, now = realNow, resumeMs = 20_000, slots = 3 }: FakeOptions = {}) {
    const createRouter = (room: RoomId, events: RouterEvents) => this.createRouter(room, events);
    this.#rooms = new StreamRooms({ createRouter, after, now, resumeMs, slots, turns: new Turns(128) });
  }

  createRoom(id: RoomId, onFact: (fact: MediaFact) => void): Promise<MediaRoom> {
    return this.#rooms.open(id, onFact);
  }

  get workers(): { load: number; shed: ShedLevel }[] {
    return [{ load: 0, shed: this.#shedLevel }];
  }

  async createRouter(id: RoomId, events: RouterEvents): Promise<Router> {
    if (this.#life !== 'working') throw new AppError('unavailable', 'No media worker is running.');
    const onReceived = (consumerId: string, packet: Buffer) => this.onReceived(consumerId, packet);
    const shedLevel = () => this.#shedLevel;
    const router = new FakeRouter({ events, onReceived, shedLevel, onClosed: () => this.#routers.delete(id) });
    this.#routers.set(id, router);
    return router;
  }

  checkCapabilities(): void {}

  healthy(): boolean {
    return this.#life === 'working';
  }

  async close(): Promise<void> {
    this.#life = 'closed';
    await this.#rooms.close();
  }

  /** Test handle: ids of rooms that are not closed. */
  get rooms(): RoomId[] {
    return this.#rooms.ids;
  }

  /** Test handle: the only worker dies and is replaced at once. */
  killWorker(): void {
    const dying = [...this.#routers.values()];
    this.#routers.clear();
    for (const router of dying) router.lose();
  }

  /** Test handle: the only worker gives up this much from now on. */
  shed(level: ShedLevel): void {
    this.#shedLevel = level;
    for (const router of this.#routers.values()) router.shed();
  }

  /** Test handle: these microphones are loud now, loudest first. They count as talking until the hold-over ends. */
  speak(id: RoomId, members: readonly MemberId[]): void {
    this.#routers.get(id)?.hear(members);
  }

  /** Test handle: a microphone sends a packet; `onReceived` gets what reaches the listeners. */
  send(id: RoomId, producerId: string, packet: Buffer): void {
    this.#routers.get(id)?.send(producerId, packet);
  }

  /** Test handle: called for each packet that reaches a consumer through an audio slot. */
  onReceived: (consumerId: string, packet: Buffer) => void = () => {};

  /** Test handle: while refusing, no worker takes new rooms, sessions or moves. */
  refuse(refusing: boolean): void {
    if (this.#life !== 'closed') this.#life = refusing ? 'refusing' : 'working';
  }
}

let lastId = 0;
function fakeId(what: string): string {
  lastId += 1;
  return `${what}-${lastId}`;
}

interface FakeProducer {
  readonly member: MemberId;
  readonly rtpParameters: RtpRecord;
  paused: boolean;
  sequence: number;
  onPacket: (packet: Buffer) => void;
}

interface FakeConsumer {
  readonly id: string;
  readonly producerId: string;
  paused: boolean;
}

/** The arguments of `produce`. */
type Produced = Pick<FakeProducer, 'member' | 'rtpParameters' | 'paused'>;

interface FakeRouterOptions {
  readonly events: RouterEvents;
  readonly onReceived: (consumerId: string, packet: Buffer) => void;
  readonly shedLevel: () => ShedLevel;
  readonly onClosed: () => void;
}

class FakeRouter implements Router {
  readonly rtpCapabilities: RtpRecord = { codecs: [], headerExtensions: [] };
  readonly levelExtension = 1;
  readonly #options: FakeRouterOptions;
  readonly #producers = new Map<string, FakeProducer>();
  readonly #consumers = new Set<FakeConsumer>();

  constructor(options: FakeRouterOptions) {
    this.#options = options;
  }

  get shedLevel(): ShedLevel {
    return this.#options.shedLevel();
  }

  async createTransportPair(): Promise<TransportPair> {
    const { shedLevel } = this.#options;
    return {
      get shedLevel() {
        return shedLevel();
      },
      send: fakeTransport(),
      recv: fakeTransport(),
      async connect() {},
      async restartIce() {
        return { usernameFragment: fakeId('ice') };
      },
      produce: async (from) => this.#produce(from),
      setCapabilities() {},
      consume: async (producer) => this.#consume(producer),
      close() {},
    };
  }

  async tap({ id }: StreamName, onPacket: (packet: Buffer) => void): Promise<void> {
    const producer = this.#producers.get(id);
    if (!producer) return;
    const { onPacket: before } = producer;
    producer.onPacket = (packet) => {
      before(packet);
      onPacket(Buffer.from(packet));
    };
  }

  async record({ id }: StreamName, { onPacket }: Recording): Promise<Recorded | undefined> {
    const producer = this.#producers.get(id);
    if (!producer) return undefined;
    const { onPacket: before } = producer;
    let life: 'open' | 'closed' = 'open';
    producer.onPacket = (packet) => {
      before(packet);
      if (life === 'open') onPacket(Buffer.from(packet));
    };
    return { askForKey() {}, close: () => void (life = 'closed') };
  }

  heardLate(): void {}

  async createSlot({ id, ssrc }: SlotName = { id: fakeId('slot'), ssrc: 1 }): Promise<SlotProducer> {
    const send = (packet: Buffer): void => {
      for (const consumer of this.#consumers) {
        if (consumer.producerId === id && !consumer.paused) this.#options.onReceived(consumer.id, packet);
      }
    };
    return { id, ssrc, async setPaused() {}, async hold() {}, close() {}, send };
  }

  /** Streams of the other end can be consumed here; no packet comes of them. */
  async createLink(): Promise<Link> {
    const stream = { async setPaused() {}, close() {} };
    return {
      address: { id: fakeId('link') },
      async connect() {},
      send: async ({ id }) => ({ ...stream, rtpParameters: this.#producers.get(id)?.rtpParameters ?? {} }),
      receive: async ({ id, rtpParameters }) => {
        this.#producers.set(id, { member: '', rtpParameters, paused: true, sequence: 0, onPacket() {} });
        return { ...stream, close: () => void this.#producers.delete(id) };
      },
      read: async () => ({ sent: 0, received: 0, lost: 0 }),
      close() {},
    };
  }

  close(): void {
    this.#options.onClosed();
  }

  shed(): void {
    this.#options.events.onShed();
  }

  lose(): void {
    this.#options.events.onLost();
  }

  hear(members: readonly MemberId[]): void {
    const levels = members.map((member, i) => ({ member, level: -10 * (i + 1) }));
    this.#options.events.onLevels?.(levels);
    for (const { member, level } of levels) {
      for (const [id, producer] of this.#producers) {
        if (producer.member !== member) continue;
        const sequence = (producer.sequence += 1);
        this.send(id, createRtp({ sequence, timestamp: sequence * 960, level }));
      }
    }
  }

  send(producerId: string, packet: Buffer): void {
    const producer = this.#producers.get(producerId);
    if (producer?.paused === false) producer.onPacket(packet);
  }

  #produce({ member, rtpParameters, paused }: Produced): Producer {
    const id = fakeId('producer');
    const producer: FakeProducer = { member, rtpParameters, paused, sequence: 0, onPacket() {} };
    this.#producers.set(id, producer);
    return {
      id,
      setPaused: async (value) => void (producer.paused = value),
      async hold() {},
      close: () => void this.#producers.delete(id),
    };
  }

  #consume({ id: producerId }: StreamName): Consumer {
    const consumer: FakeConsumer = { id: fakeId('consumer'), producerId, paused: true };
    this.#consumers.add(consumer);
    return {
      id: consumer.id,
      rtpParameters: this.#producers.get(producerId)?.rtpParameters ?? {},
      setPaused: async (value) => void (consumer.paused = value),
      async setLayer() {},
      async setPriority() {},
      close: () => void this.#consumers.delete(consumer),
    };
  }
}

function fakeTransport(): TransportInfo {
  return {
    id: fakeId('transport'),
    iceParameters: { usernameFragment: fakeId('ice') },
    iceCandidates: [],
    dtlsParameters: { fingerprints: [] },
  };
}
