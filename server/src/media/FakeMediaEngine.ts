import { AppError } from '@plenum/shared/core/errors';
import type { MemberId, RoomId } from '@plenum/shared/core/ids';
import type { TransportInfo } from '@plenum/shared/features/media/contract';
import { type After, realAfter } from './after.ts';
import type { MediaEngine, MediaFact, MediaRoom } from './MediaEngine.ts';
import type { Consumer, Parameters, Producer, Router, RouterEvents, TransportPair } from './router.ts';
import { StreamRoom } from './StreamRoom.ts';

interface FakeOptions {
  readonly after?: After;
  readonly resumeMs?: number;
}

/** The engine without a worker, for every test that is not about packets. It takes any RTP parameters. */
export class FakeMediaEngine implements MediaEngine {
  readonly #after: After;
  readonly #resumeMs: number;
  readonly #rooms = new Map<RoomId, Promise<StreamRoom>>();
  readonly #routers = new Map<RoomId, FakeRouter>();
  #life: 'working' | 'refusing' | 'closed' = 'working';

  constructor({ after = realAfter, resumeMs = 20_000 }: FakeOptions = {}) {
    this.#after = after;
    this.#resumeMs = resumeMs;
  }

  async createRoom(id: RoomId, onFact: (fact: MediaFact) => void): Promise<MediaRoom> {
    const known = this.#rooms.get(id);
    if (known) {
      const room = await known;
      room.listen(onFact);
      return room;
    }
    const making = StreamRoom.create({
      routers: (events) => this.#createRouter(id, events),
      after: this.#after,
      resumeMs: this.#resumeMs,
      onFact,
      onClosed: () => this.#rooms.delete(id),
    });
    this.#rooms.set(id, making);
    making.catch(() => this.#rooms.delete(id));
    return making;
  }

  healthy(): boolean {
    return this.#life === 'working';
  }

  async close(): Promise<void> {
    this.#life = 'closed';
    for (const making of this.#rooms.values()) (await making).close();
  }

  /** Test handle: ids of rooms that are not closed. */
  get rooms(): RoomId[] {
    return [...this.#rooms.keys()];
  }

  /** Test handle: the only worker dies and is replaced at once. */
  killWorker(): void {
    const dying = [...this.#routers.values()];
    this.#routers.clear();
    for (const router of dying) router.lose();
  }

  /** Test handle: these microphones are loud now, loudest first. They count as talking until the hold-over has passed. */
  speak(id: RoomId, members: readonly MemberId[]): void {
    this.#routers.get(id)?.hear(members);
  }

  /** Test handle: while refusing there is no worker for new rooms, sessions or moves. */
  refuse(refusing: boolean): void {
    if (this.#life !== 'closed') this.#life = refusing ? 'refusing' : 'working';
  }

  async #createRouter(id: RoomId, events: RouterEvents): Promise<Router> {
    if (this.#life !== 'working') throw new AppError('unavailable', 'No media worker is running.');
    const router = new FakeRouter(events, () => this.#routers.delete(id));
    this.#routers.set(id, router);
    return router;
  }
}

let lastId = 0;
function fakeId(what: string): string {
  lastId += 1;
  return `${what}-${lastId}`;
}

class FakeRouter implements Router {
  readonly rtpCapabilities: Parameters = { codecs: [], headerExtensions: [] };
  readonly #events: RouterEvents;
  readonly #onClosed: () => void;
  readonly #producers = new Map<string, Parameters>();

  constructor(events: RouterEvents, onClosed: () => void) {
    this.#events = events;
    this.#onClosed = onClosed;
  }

  async createTransportPair(): Promise<TransportPair> {
    const producers = this.#producers;
    return {
      send: fakeTransport(),
      recv: fakeTransport(),
      async connect() {},
      async restartIce() {
        return { usernameFragment: fakeId('ice') };
      },
      async produce({ rtpParameters }): Promise<Producer> {
        const id = fakeId('producer');
        producers.set(id, rtpParameters);
        return { id, async setPaused() {}, close: () => producers.delete(id) };
      },
      setCapabilities() {},
      async consume(producer): Promise<Consumer> {
        return {
          id: fakeId('consumer'),
          rtpParameters: producers.get(producer.id) ?? {},
          async setPaused() {},
          async setLayer() {},
          async setPriority() {},
          close() {},
        };
      },
      close() {},
    };
  }

  close(): void {
    this.#onClosed();
  }

  lose(): void {
    this.#events.onLost();
  }

  hear(members: readonly MemberId[]): void {
    this.#events.onLevels(members.map((member, i) => ({ member, level: -10 * (i + 1) })));
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
