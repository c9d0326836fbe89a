import { type After, realAfter, realNow } from '../../../media/after.ts';
import type { Report } from '../../../media/report.ts';
import type { RouterHost } from '../../../media/router.ts';
import { mostShed, type ShedLevel } from '../../../media/overload/shedLevels.ts';
import type { Channel } from '../wire/Channel.ts';
import { type OwnerBounds, OwnerSession } from './OwnerSession.ts';
import { mediaWireVersion, type NodeLoad, nodeSays, ownerSays } from '../wire/protocol.ts';
import { RoomFences } from './RoomFences.ts';
import { Wire, type WireTimes } from '../wire/Wire.ts';

interface Options {
  readonly host: RouterHost;
  /** Streams that this node should not exceed. */
  readonly capacity: number;
  readonly onReport: Report;
  readonly bounds?: OwnerBounds;
  readonly times?: WireTimes;
  readonly after?: After;
  readonly now?: () => number;
}

/** An owner that gives no sign of life for 3 s is gone. */
const ownerTimes: WireTimes = { beatMs: 500, misses: 6, answerMs: 10_000 };
const ownerBounds: OwnerBounds = { rooms: 1_000, members: 4_000, things: 250_000 };
/** How often owners hear how much this node has to do, in ms. */
const loadEveryMs = 500;
const mostOwners = 256;

/** A media node: serves its workers to the owners of rooms on other nodes. */
export class EngineService {
  readonly #options: Options;
  readonly #after: After;
  readonly #fences = new RoomFences();
  readonly #owners = new Set<OwnerSession>();
  #life: 'open' | 'draining' | 'closed' = 'open';
  #stopTelling: () => void = () => {};

  constructor(options: Options) {
    this.#options = options;
    this.#after = options.after ?? realAfter;
    this.#tellLoads();
  }

  /** Rooms that are open here, and owners that are connected. */
  get figures(): { rooms: number; owners: number } {
    return { rooms: [...this.#owners].reduce((sum, { rooms }) => sum + rooms, 0), owners: this.#owners.size };
  }

  /** Serves an owner until its channel is closed. Never rejects. */
  async serve(channel: Channel): Promise<void> {
    const { onReport, host, bounds = ownerBounds, times = ownerTimes, now = realNow } = this.#options;
    if (this.#life === 'closed' || this.#owners.size >= mostOwners) return channel.close();
    const made: { session?: OwnerSession; isGone?: true } = {};
    try {
      await Wire.open({
        channel,
        version: mediaWireVersion,
        after: this.#after,
        times,
        says: nodeSays,
        hears: ownerSays,
        hearing: (wire) => {
          const session = new OwnerSession(wire, {
            createRouter: (room, events) => host.createRouter(room, events),
            fences: this.#fences,
            bounds,
            now,
          });
          made.session = session;
          return session.hearing((reason) => {
            made.isGone = true;
            this.#leave(session, channel.peer, reason);
          });
        },
        onFault: (error) => onReport('error', 'a request of another node failed', { err: error, owner: channel.peer }),
      });
      if (made.session && !made.isGone) this.#enter(made.session, channel.peer);
    } catch (error) {
      onReport('warn', 'another node cannot use this media node', { err: error, owner: channel.peer });
    }
  }

  /** Takes no more members where other nodes have time, or does so again. */
  drain(draining: boolean): void {
    const life = draining ? 'draining' : 'open';
    if (this.#life === 'closed' || this.#life === life) return;
    this.#life = life;
    for (const owner of this.#owners) owner.tellLoad(this.#load());
  }

  /** Ends what is open here; owners place their members elsewhere. Idempotent. */
  close(): void {
    this.#life = 'closed';
    this.#stopTelling();
    for (const owner of Array.from(this.#owners)) {
      owner.end();
      owner.close('The media node stops.');
    }
    this.#owners.clear();
  }

  #enter(owner: OwnerSession, peer: string): void {
    if (this.#life === 'closed') return owner.close('The media node stops.');
    this.#owners.add(owner);
    owner.tellLoad(this.#load());
    this.#options.onReport('info', 'a node uses this media node', { owner: peer });
  }

  #leave(owner: OwnerSession, peer: string, reason: string): void {
    if (this.#owners.delete(owner)) {
      this.#options.onReport('info', 'a node leaves this media node', { owner: peer, reason });
    }
  }

  #tellLoads(): void {
    this.#stopTelling = this.#after(loadEveryMs, () => {
      const load = this.#load();
      for (const owner of this.#owners) owner.tellLoad(load);
      this.#tellLoads();
    });
  }

  #load(): NodeLoad {
    const { host, capacity } = this.#options;
    const { workers } = host;
    const shed = workers.reduce<ShedLevel>((least, one) => (one.shed < least ? one.shed : least), mostShed);
    return {
      streams: workers.reduce((sum, { load }) => sum + load, 0),
      capacity,
      shed: workers.length > 0 ? shed : 0,
      draining: this.#life === 'draining' || !host.healthy(),
    };
  }
}
