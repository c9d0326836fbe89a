import type { Consumer, Newcomer, Producer, RtpRecord, StreamName, TransportPair } from '../../../media/router.ts';
import type { ShedLevel } from '../../../media/overload/shedLevels.ts';
import { kindOfSource, type TransportInfo, type TransportSide } from '@plenum/shared/features/media/contract';
import type { MediaNode } from './MediaNode.ts';
import type { NodeStreams } from './NodeStreams.ts';

interface Options {
  readonly node: MediaNode;
  /** The handle of the room's router there. */
  readonly router: number;
  readonly newcomer: Newcomer;
  readonly streams: NodeStreams;
  readonly checkCapabilities: (rtpCapabilities: RtpRecord) => void;
  readonly onClosed: () => void;
}

interface Made {
  readonly handle: number;
  readonly send: TransportInfo;
  readonly recv: TransportInfo;
}

/** One member's two transports at a media node, used over the wire. */
export class NodePair implements TransportPair {
  readonly send: TransportInfo;
  readonly recv: TransportInfo;
  readonly #options: Options;
  readonly #handle: number;
  /** Ends the streams that this member sends; one function each. */
  readonly #ends = new Set<() => void>();
  #shed: ShedLevel = 0;
  #life: 'open' | 'closed' = 'open';

  private constructor(options: Options, { handle, send, recv }: Made) {
    this.#options = options;
    this.#handle = handle;
    this.send = send;
    this.recv = recv;
  }

  /** @throws AppError `unavailable` when the node is lost meanwhile */
  static async create(options: Options): Promise<NodePair> {
    const { node, router: on, newcomer } = options;
    const made: { pair?: NodePair; shed?: ShedLevel } = {};
    const { member, expects } = newcomer;
    const as = node.handle({
      onLost: () => newcomer.onLost(),
      onShed: (shed) => {
        made.shed = shed;
        if (made.pair) made.pair.#shed = shed;
      },
    });
    const answer = await node.make(as, (wire) => wire.ask('pair:create', { on, as, member, expects }));
    made.pair = new NodePair(options, { handle: as, ...answer });
    made.pair.#shed = made.shed ?? answer.shed;
    return made.pair;
  }

  get shedLevel(): ShedLevel {
    return this.#shed;
  }

  async connect(side: TransportSide, dtlsParameters: RtpRecord): Promise<void> {
    await this.#wire.ask('pair:connect', { on: this.#handle, side, dtlsParameters });
  }

  async restartIce(side: TransportSide): Promise<RtpRecord> {
    const { iceParameters } = await this.#wire.ask('pair:restartIce', { on: this.#handle, side });
    return iceParameters;
  }

  async produce(from: Parameters<TransportPair['produce']>[0]): Promise<Producer> {
    const { node, streams } = this.#options;
    const as = node.handle();
    const { id } = await node.make(as, (wire) => wire.ask('pair:produce', { on: this.#handle, as, ...from }));
    const stream = streams.add(id, kindOfSource[from.source]);
    const state = { paused: from.paused, held: false };
    stream.setPaused(from.paused);
    const settle = (): void => stream.setPaused(state.paused || state.held);
    const end = (): void => {
      this.#ends.delete(end);
      stream.end();
    };
    this.#ends.add(end);
    return {
      id,
      setPaused: async (paused) => {
        state.paused = paused;
        settle();
        await node.wire.ask('producer:pause', { on: as, paused });
      },
      // A stream that ended meanwhile, or with its node, needs no hold.
      hold: async (held) => {
        state.held = held;
        settle();
        await node.wire.ask('producer:hold', { on: as, held }).catch(() => undefined);
      },
      close: () => {
        node.close(as);
        end();
      },
    };
  }

  setCapabilities(rtpCapabilities: RtpRecord): void {
    // Checked here too, so that the caller gets the error.
    this.#options.checkCapabilities(rtpCapabilities);
    this.#wire.tell('pair:capabilities', { on: this.#handle, rtpCapabilities });
  }

  async consume({ id: stream }: StreamName): Promise<Consumer | undefined> {
    const { node, streams } = this.#options;
    const as = node.handle();
    try {
      const onFlows = await streams.bring(stream);
      const answer = await node.make(as, (wire) => wire.ask('pair:consume', { on: this.#handle, as, stream }));
      if (!answer || this.#life === 'closed') return undefined;
      const flow = counted(onFlows);
      const close = (): void => {
        this.#ends.delete(close);
        unlisten();
        flow(false);
        node.close(as);
      };
      const unlisten = streams.onEnd(stream, close);
      this.#ends.add(close);
      return this.#consumerOf(as, answer, { flow, close });
    } catch {
      // The stream or the node has ended meanwhile.
      return undefined;
    }
  }

  close(): void {
    if (this.#life === 'closed') return;
    this.#life = 'closed';
    for (const end of Array.from(this.#ends)) end();
    this.#options.node.close(this.#handle);
    this.#options.onClosed();
  }

  get #wire() {
    return this.#options.node.wire;
  }

  #consumerOf(
    on: number,
    { id, rtpParameters }: { id: string; rtpParameters: RtpRecord },
    { flow, close }: { flow: (flows: boolean) => void; close: () => void },
  ): Consumer {
    // The node answers with an error when the stream has ended meanwhile.
    const attempt = async (asked: Promise<unknown>): Promise<void> => void (await asked.catch(() => undefined));
    return {
      id,
      rtpParameters,
      setPaused: (paused) => {
        flow(!paused);
        return attempt(this.#wire.ask('consumer:pause', { on, paused }));
      },
      setLayer: (layer, calm) => attempt(this.#wire.ask('consumer:layer', { on, layer, calm })),
      setPriority: (priority) => attempt(this.#wire.ask('consumer:priority', { on, priority })),
      close,
    };
  }
}

/** Passes on changes only. */
function counted(onFlows: (flows: boolean) => void): (flows: boolean) => void {
  let flows = false;
  return (now) => {
    if (now === flows) return;
    flows = now;
    onFlows(now);
  };
}
