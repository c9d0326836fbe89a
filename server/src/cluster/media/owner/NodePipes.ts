import { AppError } from '@plenum/shared/core/errors';
import type { LinkFigures, RtpRecord } from '../../../media/router.ts';
import { Links } from '../../../media/wide/Links.ts';
import { Valve } from '../../../media/wide/Valve.ts';
import type { Report } from '../../../media/report.ts';
import type { Kind, NodeStreams, Sent } from './NodeStreams.ts';
import type { NodeWing } from './NodeWing.ts';

interface Stream {
  readonly id: string;
  readonly kind: Kind;
  readonly wing: NodeWing;
  readonly pipes: Map<NodeWing, Promise<NodePipe>>;
  paused: boolean;
}

/** Pipes the streams of one room to the nodes whose members are offered them; each stream once to each node. */
export class NodePipes {
  readonly #onReport: Report;
  readonly #streams = new Map<string, Stream>();
  readonly #ends = new Map<string, Set<() => void>>();
  readonly #links = new Links(createNodeLink);

  constructor(onReport: Report) {
    this.#onReport = onReport;
  }

  /** The room's streams as seen from this wing. */
  at(wing: NodeWing): NodeStreams {
    return {
      add: (id, kind) => this.#add(wing, id, kind),
      bring: (id) => this.#bring(wing, id),
      onEnd: (id, callback) => this.onEnd(id, callback),
    };
  }

  /** The wing of the member who sends this stream; undefined when the stream ended. */
  wingOf(id: string): NodeWing | undefined {
    return this.#streams.get(id)?.wing;
  }

  onEnd(id: string, callback: () => void): () => void {
    const callbacks = this.#ends.get(id) ?? new Set();
    this.#ends.set(id, callbacks);
    callbacks.add(callback);
    return () => {
      callbacks.delete(callback);
      if (callbacks.size === 0 && this.#ends.get(id) === callbacks) this.#ends.delete(id);
    };
  }

  /** A stream has ended, of a member or of this process. */
  end(id: string): void {
    const stream = this.#streams.get(id);
    this.#streams.delete(id);
    for (const pipe of stream?.pipes.values() ?? []) pipe.then(close, ignore);
    const callbacks = this.#ends.get(id) ?? [];
    this.#ends.delete(id);
    for (const callback of callbacks) callback();
  }

  /** The last member of this wing is gone, or its node is. */
  leave(wing: NodeWing): void {
    for (const { pipes } of this.#streams.values()) {
      pipes.get(wing)?.then(close, ignore);
      pipes.delete(wing);
    }
    this.#links.leave(wing);
  }

  /** What each link has carried, in both directions. Leaves out links that end meanwhile. */
  async read(): Promise<LinkReport[]> {
    const reports = await Promise.allSettled(this.#links.all.map((link) => readLink(link)));
    return reports.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  }

  #add(wing: NodeWing, id: string, kind: Kind): Sent {
    const stream: Stream = { id, kind, wing, pipes: new Map(), paused: false };
    this.#streams.set(id, stream);
    return {
      setPaused: (paused) => {
        stream.paused = paused;
        for (const pipe of stream.pipes.values()) pipe.then((one) => one.review(), ignore);
      },
      end: () => {
        if (this.#streams.get(id) === stream) this.end(id);
      },
    };
  }

  async #bring(wing: NodeWing, id: string): Promise<(flows: boolean) => void> {
    const stream = this.#streams.get(id);
    // Streams that this process sends are on every wing already.
    if (!stream || stream.wing === wing) return () => {};
    const pipe = await (stream.pipes.get(wing) ?? this.#lay(stream, wing));
    return (flows) => pipe.watch(flows);
  }

  #lay(stream: Stream, wing: NodeWing): Promise<NodePipe> {
    const pipe = this.#createPipe(stream, wing);
    stream.pipes.set(wing, pipe);
    pipe.catch(() => {
      if (stream.pipes.get(wing) === pipe) stream.pipes.delete(wing);
    });
    return pipe;
  }

  async #createPipe(stream: Stream, target: NodeWing): Promise<NodePipe> {
    const link = await this.#links.between(stream.wing, target);
    const [from, to] = [link.get(stream.wing), link.get(target)];
    if (!from || !to) throw gone();
    const pipe = await NodePipe.create({ stream, from, to, onReport: this.#onReport });
    if (this.#streams.get(stream.id) === stream) return pipe;
    pipe.close();
    throw gone();
  }
}

/** One end of the link of two wings. */
interface LinkEnd {
  readonly wing: NodeWing;
  readonly handle: number;
  readonly address: RtpRecord;
  read(): Promise<LinkFigures>;
  close(): void;
}

/** Connects two wings; their nodes get each other's address and keys. The link ends with either wing. */
async function createNodeLink(a: NodeWing, b: NodeWing): Promise<ReadonlyMap<NodeWing, LinkEnd>> {
  const made = await Promise.allSettled([createEnd(a), createEnd(b)]);
  const [ofA, ofB] = made;
  try {
    if (ofA.status === 'rejected') throw ofA.reason;
    if (ofB.status === 'rejected') throw ofB.reason;
    await Promise.all([connect(ofA.value, ofB.value), connect(ofB.value, ofA.value)]);
    return new Map([
      [a, ofA.value],
      [b, ofB.value],
    ]);
  } catch (error) {
    for (const one of made) if (one.status === 'fulfilled') one.value.close();
    throw error;
  }
}

async function createEnd(wing: NodeWing): Promise<LinkEnd> {
  const { node, handle: on } = wing;
  const handle = node.handle();
  const { address } = await node.make(handle, (wire) => wire.ask('link:create', { on, as: handle }));
  return {
    wing,
    handle,
    address,
    read: () => node.wire.ask('link:read', { on: handle }),
    close: () => node.close(handle),
  };
}

async function connect({ wing, handle }: LinkEnd, { address }: LinkEnd): Promise<void> {
  await wing.node.wire.ask('link:connect', { on: handle, address });
}

/** What went from one node to another, in packets since the link was made. */
export interface LinkReport {
  readonly from: string;
  readonly to: string;
  readonly sent: number;
  readonly received: number;
  /** Packets that the far end misses. */
  readonly lost: number;
}

async function readLink(link: Promise<ReadonlyMap<NodeWing, LinkEnd>>): Promise<LinkReport[]> {
  const ends = [...(await link).values()];
  const figures = await Promise.all(ends.map((end) => end.read()));
  return ends.flatMap((near, index) => {
    const [here, there] = [figures[index], figures[1 - index]];
    const far = ends[1 - index];
    if (!here || !there || !far) return [];
    const { received, lost } = there;
    return [{ from: near.wing.node.name, to: far.wing.node.name, sent: here.sent, received, lost }];
  });
}

interface PipeOptions {
  readonly stream: Stream;
  readonly from: LinkEnd;
  readonly to: LinkEnd;
  readonly onReport: Report;
}

/** One stream on its way to another node, with all layers that its sender sends. It rests while nobody there receives it. */
class NodePipe {
  readonly #valve: Valve;
  readonly #close: () => void;
  #watchers = 0;
  #life: 'open' | 'closed' = 'open';

  private constructor({ stream, from, to, onReport }: PipeOptions, sending: number, receiving: number) {
    const pause = async ({ wing }: LinkEnd, on: number, paused: boolean): Promise<void> =>
      void (await wing.node.wire.ask('link:pause', { on, paused }));
    this.#close = () => {
      from.wing.node.close(sending);
      to.wing.node.close(receiving);
    };
    this.#valve = new Valve({
      isWanted: () => this.#watchers > 0 && !stream.paused,
      // The far end opens first: a paused far end would drop the key frame with which the near end begins.
      open: async () => {
        await pause(to, receiving, false);
        await pause(from, sending, false);
      },
      shut: async () => {
        await pause(from, sending, true);
        await pause(to, receiving, true);
      },
      hasEnded: () => this.#life === 'closed',
      onFailed: (error) =>
        onReport('warn', 'a pipe between two nodes failed', {
          err: error,
          from: from.wing.node.name,
          to: to.wing.node.name,
        }),
    });
  }

  /** @throws AppError when the stream or a node ends meanwhile */
  static async create(options: PipeOptions): Promise<NodePipe> {
    const { stream, from, to } = options;
    const { id, kind } = stream;
    const [near, far] = [from.wing.node, to.wing.node];
    const sending = near.handle();
    const { rtpParameters } = await near.make(sending, (wire) =>
      wire.ask('link:send', { on: from.handle, as: sending, stream: id }),
    );
    const receiving = far.handle();
    try {
      await far.make(receiving, (wire) =>
        wire.ask('link:receive', { on: to.handle, as: receiving, id, kind, rtpParameters }),
      );
    } catch (error) {
      near.close(sending);
      throw error;
    }
    return new NodePipe(options, sending, receiving);
  }

  /** The number of receivers on the other node rises (`more`) or falls by one. */
  watch(more: boolean): void {
    this.#watchers += more ? 1 : -1;
    this.#valve.review();
  }

  /** The stream was muted, or is heard again. */
  review(): void {
    this.#valve.review();
  }

  close(): void {
    if (this.#life === 'closed') return;
    this.#life = 'closed';
    this.#close();
  }
}

function close(pipe: NodePipe): void {
  pipe.close();
}

// The caller already got the rejection.
function ignore(): void {}

function gone(): AppError {
  return new AppError('closed', 'The stream or a media node has ended.');
}
