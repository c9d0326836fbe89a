import type { RoomId } from '@plenum/shared/core/ids';
import type {
  Newcomer,
  Recorded,
  Recording,
  RouterEvents,
  RtpRecord,
  SlotName,
  SlotProducer,
  StreamName,
} from '../../../media/router.ts';
import type { ShedLevel } from '../../../media/overload/shedLevels.ts';
import type { MediaNode } from './MediaNode.ts';
import type { NodeStreams } from './NodeStreams.ts';
import { NodePair } from './NodePair.ts';

interface Options {
  readonly node: MediaNode;
  readonly room: RoomId;
  /** The number of the lease by which this process owns the room. */
  readonly fence: number;
  readonly events: RouterEvents;
  readonly checkCapabilities: (rtpCapabilities: RtpRecord) => void;
}

/** One media node's part of a room: a router there, used over the wire. */
export class NodeWing {
  readonly node: MediaNode;
  readonly handle: number;
  readonly rtpCapabilities: RtpRecord;
  readonly levelExtension: number;
  readonly #checkCapabilities: (rtpCapabilities: RtpRecord) => void;
  #shed: ShedLevel;

  private constructor(
    { node, checkCapabilities }: Options,
    made: { handle: number; rtpCapabilities: RtpRecord; levelExtension: number; shed: ShedLevel },
  ) {
    this.node = node;
    this.handle = made.handle;
    this.rtpCapabilities = made.rtpCapabilities;
    this.levelExtension = made.levelExtension;
    this.#checkCapabilities = checkCapabilities;
    this.#shed = made.shed;
  }

  /** @throws AppError `unavailable` when the node is lost meanwhile */
  static async create(options: Options): Promise<NodeWing> {
    const { node, room, fence, events } = options;
    const made: { wing?: NodeWing; shed?: ShedLevel } = {};
    const handle = node.handle({
      onLost: () => {
        node.forget(handle);
        events.onLost();
      },
      onShed: (shed) => {
        made.shed = shed;
        if (made.wing) made.wing.#shed = shed;
        events.onShed();
      },
      onLevels: (levels) => events.onLevels?.(levels),
    });
    const levels = events.onLevels !== undefined;
    const answer = await node.make(handle, (wire) => wire.ask('router:create', { as: handle, room, fence, levels }));
    made.wing = new NodeWing(options, { handle, ...answer, shed: made.shed ?? answer.shed });
    return made.wing;
  }

  /** How much the busiest of the workers that carry the room there gives up now. */
  get shedLevel(): ShedLevel {
    return this.#shed;
  }

  async createPair(newcomer: Newcomer, streams: NodeStreams, onClosed: () => void): Promise<NodePair> {
    const { handle: router, node } = this;
    return NodePair.create({ node, router, newcomer, streams, checkCapabilities: this.#checkCapabilities, onClosed });
  }

  /** Passes on the packets of a stream that comes in at this node. The result ends it. Never rejects. */
  async tap({ id }: StreamName, onPacket: (packet: Buffer) => void): Promise<() => void> {
    const as = this.node.handle({ onPacket });
    // A stream that has ended meanwhile, or a lost node, is no failure.
    await this.node.wire.ask('stream:tap', { on: this.handle, as, stream: id }).catch(() => this.node.forget(as));
    return () => this.node.forget(as);
  }

  /** Never rejects. */
  async record({ id }: StreamName, { layer, onPacket, onReport }: Recording): Promise<Recorded | undefined> {
    const { node, handle: on } = this;
    const as = node.handle({ onPacket, onReport });
    const { begun } = await node
      .make(as, (wire) => wire.ask('stream:record', { on, as, stream: id, layer }))
      .catch(() => ({ begun: false }));
    if (!begun) {
      node.close(as);
      return undefined;
    }
    return {
      askForKey: () => node.wire.tell('recording:key', { on: as }),
      close: () => node.close(as),
    };
  }

  async createSlot({ id, ssrc }: SlotName): Promise<SlotProducer> {
    const { node, handle: on } = this;
    const as = node.handle();
    await node.make(as, (wire) => wire.ask('slot:create', { on, as, id, ssrc }));
    return {
      id,
      ssrc,
      send: (packet) => node.wire.packet(as, packet),
      setPaused: async (paused) => void (await node.wire.ask('producer:pause', { on: as, paused })),
      // Sound is never held.
      async hold() {},
      close: () => node.close(as),
    };
  }

  close(): void {
    this.node.close(this.handle);
  }
}
