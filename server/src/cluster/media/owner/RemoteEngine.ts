import { AppError } from '@plenum/shared/core/errors';
import type { MemberId, RoomId } from '@plenum/shared/core/ids';
import { alone } from '../../../media/alone.ts';
import { type After, realAfter, realNow } from '../../../media/after.ts';
import type { MediaEngine, MediaFact, MediaRoom } from '../../../media/MediaEngine.ts';
import { Turns } from '../../../media/overload/Turns.ts';
import type { Router, RouterEvents, RtpRecord } from '../../../media/router.ts';
import { StreamRooms } from '../../../media/StreamRooms.ts';
import type { Channel } from '../wire/Channel.ts';
import type { Report } from '../../../media/report.ts';
import { MediaNode } from './MediaNode.ts';
import type { LinkReport } from './NodePipes.ts';
import { mediaWireVersion, nodeSays, ownerSays } from '../wire/protocol.ts';
import { SpreadRouter } from './SpreadRouter.ts';
import { Wire, type WireTimes } from '../wire/Wire.ts';

/** A media node, as the members of the cluster know it. */
export interface MediaNodePlace {
  readonly name: string;
  readonly region?: string;
  /** Connects to the node. Called again after each lost connection. */
  readonly connect: () => Promise<Channel>;
}

/** What a `RemoteEngine` needs of its process. */
export interface RemoteEngineOptions {
  readonly slots: number;
  /** How long a session waits for a lost line, in ms. */
  readonly resumeMs: number;
  readonly checkCapabilities: (rtpCapabilities: RtpRecord) => void;
  /** The number of the lease by which this process owns the room. @throws AppError `unavailable` when it does not */
  readonly fenceOf: (room: RoomId) => number | Promise<number>;
  /** The region of a member, where it is known. */
  readonly regionOf?: (room: RoomId, member: MemberId) => string | undefined;
  readonly onReport: Report;
  readonly after?: After;
  readonly now?: () => number;
  /** How wires notice that a node is lost, and by which clock. */
  readonly wires?: { readonly times: WireTimes; readonly after: After };
}

/** A node that gives no sign of life for 1.5 s is lost: media must be back within 2 s. */
export const nodeTimes: WireTimes = { beatMs: 250, misses: 5, answerMs: 10_000 };
/** How long after a lost connection the next one is tried, in ms. */
const retryMs = 1_000;

/** What is known of one node of the cluster. */
interface Known {
  readonly place: MediaNodePlace;
  life:
    | { readonly kind: 'connecting' }
    | { readonly kind: 'up'; readonly node: MediaNode }
    | { readonly kind: 'waiting'; readonly cancel: () => void }
    | { readonly kind: 'gone' };
}

/** The engine of a process that owns rooms whose media are at media nodes: the rules are here, the packets are there. */
export class RemoteEngine implements MediaEngine {
  readonly #options: RemoteEngineOptions;
  readonly #wires: { readonly times: WireTimes; readonly after: After };
  readonly #rooms: StreamRooms;
  readonly #nodes = new Map<string, Known>();
  readonly #routers = new Set<SpreadRouter>();
  #changed = Promise.withResolvers<void>();
  #life: 'open' | 'closed' = 'open';

  constructor(options: RemoteEngineOptions) {
    const { after = realAfter, now = realNow, slots, resumeMs } = options;
    this.#options = options;
    this.#wires = options.wires ?? { times: nodeTimes, after: realAfter };
    const createRouter = (room: RoomId, events: RouterEvents) => this.#createRouter(room, events);
    this.#rooms = new StreamRooms({ createRouter, after, now, slots, resumeMs, turns: new Turns(128) });
  }

  /** This node takes members from now on, and again after each loss, until `leave`. */
  join(place: MediaNodePlace): void {
    if (this.#life === 'closed' || this.#nodes.has(place.name)) return;
    const known: Known = { place, life: { kind: 'connecting' } };
    this.#nodes.set(place.name, known);
    alone(this.#connect(known));
  }

  /** This node is none any more: its members go to others. */
  leave(name: string): void {
    const known = this.#nodes.get(name);
    if (!known) return;
    this.#nodes.delete(name);
    const { life } = known;
    known.life = { kind: 'gone' };
    if (life.kind === 'waiting') life.cancel();
    if (life.kind === 'up') life.node.wire.close('This node is no media node any more.');
    this.#tellChange();
  }

  createRoom(id: RoomId, onFact: (fact: MediaFact) => void): Promise<MediaRoom> {
    return this.#rooms.open(id, onFact);
  }

  healthy(): boolean {
    return this.#up().length > 0;
  }

  /** The streams of each connected node, and how much its calmest worker gives up. */
  get workers(): { load: number; shed: number }[] {
    return this.#up().map(({ load, shedLevel }) => ({ load, shed: shedLevel }));
  }

  /** What went between nodes for the rooms that are open: one entry for each room, pair of nodes and direction. */
  async readLinks(): Promise<LinkReport[]> {
    return (await Promise.all([...this.#routers].map((router) => router.readLinks()))).flat();
  }

  async close(): Promise<void> {
    this.#life = 'closed';
    this.#tellChange();
    await this.#rooms.close();
    for (const name of Array.from(this.#nodes.keys())) this.leave(name);
  }

  #up(): MediaNode[] {
    return [...this.#nodes.values()].flatMap(({ life }) => (life.kind === 'up' ? [life.node] : []));
  }

  async #connect(known: Known): Promise<void> {
    const { name, region } = known.place;
    const { onReport } = this.#options;
    known.life = { kind: 'connecting' };
    const node = new MediaNode({ name, region, onClosed: (reason) => this.#onLost(known, node, reason) });
    try {
      const wire = await Wire.open({
        channel: await known.place.connect(),
        version: mediaWireVersion,
        ...this.#wires,
        says: ownerSays,
        hears: nodeSays,
        hearing: (made) => node.hearing(made),
        onFault: (error) => onReport('error', 'a message of a media node failed', { err: error, node: name }),
      });
      await node.ready;
      if (node.isLost) throw new AppError('unavailable', 'The media node was lost again at once.');
      if (this.#isGone(known)) return wire.close('This node is no media node any more.');
      known.life = { kind: 'up', node };
      onReport('info', 'a media node is connected', { node: name });
    } catch (error) {
      if (this.#isGone(known)) return;
      onReport('warn', 'a media node cannot be reached', { err: error, node: name });
      this.#wait(known);
    }
    this.#tellChange();
  }

  #onLost(known: Known, node: MediaNode, reason: string): void {
    if (known.life.kind !== 'up' || known.life.node !== node) return;
    this.#options.onReport('error', 'a media node is lost', { node: node.name, reason });
    this.#wait(known);
  }

  #wait(known: Known): void {
    known.life = { kind: 'waiting', cancel: this.#wires.after(retryMs, () => alone(this.#connect(known))) };
  }

  #isGone({ life }: Known): boolean {
    return life.kind === 'gone';
  }

  #tellChange(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  async #createRouter(room: RoomId, events: RouterEvents): Promise<Router> {
    const { fenceOf, checkCapabilities, onReport, regionOf = () => undefined } = this.#options;
    while (this.#life === 'open') {
      const nodes = () => this.#up();
      if (nodes().length > 0) {
        const onGone = (router: SpreadRouter) => void this.#routers.delete(router);
        const common = { nodes, regionOf, checkCapabilities, events, onReport, onGone };
        const router = await SpreadRouter.create({ ...common, room, fence: await fenceOf(room) });
        this.#routers.add(router);
        return router;
      }
      if (![...this.#nodes.values()].some(({ life }) => life.kind === 'connecting')) break;
      await this.#changed.promise;
    }
    throw new AppError('unavailable', 'No media node is connected.');
  }
}
