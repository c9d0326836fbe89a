import { AppError } from '@plenum/shared/core/errors';
import type { MemberId, RoomId } from '@plenum/shared/core/ids';
import type {
  Link,
  Newcomer,
  Recorded,
  Recording,
  Router,
  RouterEvents,
  RtpRecord,
  SlotName,
  SlotProducer,
  StreamName,
  TransportPair,
} from '../../../media/router.ts';
import type { ShedLevel } from '../../../media/overload/shedLevels.ts';
import { WideSlots } from '../../../media/wide/WideSlots.ts';
import { Wings } from '../../../media/wide/Wings.ts';
import type { Report } from '../../../media/report.ts';
import type { MediaNode } from './MediaNode.ts';
import { type LinkReport, NodePipes } from './NodePipes.ts';
import { NodeWing } from './NodeWing.ts';
import { placeMember } from './placement.ts';

interface Options {
  readonly room: RoomId;
  readonly fence: number;
  /** Nodes that are connected. */
  readonly nodes: () => readonly MediaNode[];
  readonly regionOf: (room: RoomId, member: MemberId) => string | undefined;
  readonly checkCapabilities: (rtpCapabilities: RtpRecord) => void;
  readonly events: RouterEvents;
  readonly onReport: Report;
  /** The router is closed or lost. */
  readonly onGone: (router: SpreadRouter) => void;
}

/** The router of one room over media nodes: a wing on each node that has members of the room. */
export class SpreadRouter implements Router {
  readonly #pipes: NodePipes;
  readonly #entered = new Set<NodeWing>();
  readonly #slots = new WideSlots<NodeWing>();
  readonly #wings: Wings<MediaNode, NodeWing>;
  readonly #choose: (isHere: (node: MediaNode) => boolean, member: MemberId | undefined) => MediaNode | undefined;
  readonly #onGone: () => void;
  /** The first wing; all have the same codecs and header extensions. */
  #first: NodeWing | undefined;

  private constructor(options: Options) {
    const { room, fence, checkCapabilities, events, nodes, regionOf, onReport } = options;
    this.#pipes = new NodePipes(onReport);
    this.#onGone = () => options.onGone(this);
    this.#choose = (isHere, member) => {
      const all = nodes().map((node) => ({ node, state: node.state, isHere: isHere(node) }));
      return placeMember(all, member === undefined ? undefined : regionOf(room, member));
    };
    this.#wings = new Wings<MediaNode, NodeWing>({
      choose: this.#choose,
      create: (node, itsEvents) => NodeWing.create({ node, room, fence, events: itsEvents, checkCapabilities }),
      events: {
        ...events,
        onLost: () => {
          this.#onGone();
          events.onLost();
        },
      },
      onEnter: (wing) => {
        this.#entered.add(wing);
        return this.#slots.enter(wing);
      },
      onLeave: (wing) => {
        this.#entered.delete(wing);
        this.#slots.leave(wing);
        this.#pipes.leave(wing);
      },
    });
  }

  /** @throws AppError `unavailable` when no node takes the room */
  static async create(options: Options): Promise<SpreadRouter> {
    const router = new SpreadRouter(options);
    const node = router.#choose(() => false, undefined);
    if (!node) throw new AppError('unavailable', 'No media node is connected.');
    router.#first = await router.#wings.enter(node);
    return router;
  }

  get rtpCapabilities(): RtpRecord {
    return this.#first?.rtpCapabilities ?? {};
  }

  get levelExtension(): number {
    return this.#first?.levelExtension ?? 0;
  }

  get shedLevel(): ShedLevel {
    let most: ShedLevel = 0;
    for (const { shedLevel } of this.#entered) if (shedLevel > most) most = shedLevel;
    return most;
  }

  async createTransportPair(newcomer: Newcomer): Promise<TransportPair> {
    // The node may be lost meanwhile; the second try may find another one.
    return this.#createPair(newcomer).catch(() => this.#createPair(newcomer));
  }

  async tap(producer: StreamName, onPacket: (packet: Buffer) => void): Promise<void> {
    const end = await this.#pipes.wingOf(producer.id)?.tap(producer, onPacket);
    if (!end) return;
    if (this.#pipes.wingOf(producer.id)) this.#pipes.onEnd(producer.id, end);
    else end();
  }

  async record(producer: StreamName, recording: Recording): Promise<Recorded | undefined> {
    return this.#pipes.wingOf(producer.id)?.record(producer, recording);
  }

  // The media node measures it itself.
  heardLate(): void {}

  async createSlot(name?: SlotName): Promise<SlotProducer> {
    const slot = await this.#slots.create(name);
    const { id, ssrc } = slot;
    return {
      id,
      ssrc,
      send: (packet) => slot.send(packet),
      setPaused: (paused) => slot.setPaused(paused),
      hold: (held) => slot.hold(held),
      close: () => {
        slot.close();
        this.#pipes.end(id);
      },
    };
  }

  createLink(): Promise<Link> {
    return Promise.reject(new AppError('unavailable', 'A room over nodes has no link of its own.'));
  }

  /** What the links between the room's nodes have carried. Never rejects. */
  readLinks(): Promise<LinkReport[]> {
    return this.#pipes.read();
  }

  close(): void {
    this.#wings.close();
    this.#onGone();
  }

  async #createPair(newcomer: Newcomer): Promise<TransportPair> {
    const weigh = (): number => Math.max(1, newcomer.expects);
    const { wing, leave } = await this.#wings.book(newcomer.member, weigh, () => newcomer.onLost());
    try {
      return await wing.createPair(newcomer, this.#pipes.at(wing), leave);
    } catch (error) {
      leave();
      throw error;
    }
  }
}
