import { AppError } from '@plenum/shared/core/errors';
import { mediaLimits } from '@plenum/shared/features/media/limits';
import { type ConsumerInfo, kindOfSource, largestLayer, type Watch } from '@plenum/shared/features/media/contract';
import { alone } from './alone.ts';
import type { Wanted } from './Demand.ts';
import type { MediaLine } from './MediaEngine.ts';
import { type Allowed, allowedAt } from './overload/shedLevels.ts';
import { inParallel } from './parallel.ts';
import { RecentIds } from './RecentIds.ts';
import type { Consumer, TransportPair } from './router.ts';
import type { SlotStream } from './slots/AudioSlots.ts';
import type { LiveStream } from './Uplinks.ts';

// Calls into one worker at once for one member: enough to hide the round trip, few enough to leave room for other members.
const callsAtOnce = 32;

/** A stream that a member can receive: a stream of another member, or an audio slot. */
export type Downstream = LiveStream | SlotStream;

/** What the room answers about the streams of one member. */
export interface Audience {
  /** False while an audio slot carries this member's own voice. */
  plays(stream: Downstream): boolean;
  /** This member changes the layer of a stream that it watches. */
  onWanted(stream: Downstream, before: Wanted, now: Wanted): void;
  /** True while the packets of this stream are dropped where they come in: nothing needs to be told to its consumers. */
  isHeld(stream: Downstream): boolean;
}

/** `made`: the browser does not know the consumer yet. `offered`: the browser has not answered. `received`: packets may flow. */
type Phase = 'made' | 'offered' | 'received';

interface Downlink {
  readonly stream: Downstream;
  readonly consumer: Consumer;
  phase: Phase;
  wanted: Omit<Watch, 'id'>;
  /** What the worker was told last, so that the same call is not made twice. */
  told: { paused: boolean; layer: number; calm: boolean; priority?: number };
  counted: Wanted;
}

/** A consumer as the worker makes it. */
const untold = { paused: true, layer: largestLayer, calm: false } as const;

/** A line that said it is ready. Compared by identity: work that began for an earlier line has no effect. */
interface Link {
  readonly line: MediaLine;
  busy: boolean;
  /** Ids of the unanswered offer. The browser hears of their closing after its answer. */
  asking: ReadonlySet<string>;
  closed: string[];
  flushing: boolean;
}

/** What one member receives: offers streams in bulk, resumes them when the browser is ready, reports which ended. */
export class Downlinks {
  readonly #pair: TransportPair;
  readonly #audience: Audience;
  readonly #byId = new Map<string, Downlink>();
  readonly #byStream = new Map<Downstream, Downlink>();
  readonly #waiting = new Set<Downstream>();
  readonly #making = new Set<Downstream>();
  readonly #ended = new RecentIds(mediaLimits.consumersPerMessage);
  #link: Link | undefined;

  constructor(pair: TransportPair, audience: Audience) {
    this.#pair = pair;
    this.#audience = audience;
  }

  get size(): number {
    return this.#byId.size;
  }

  /**
   * The browser is ready. `have` lists the consumers that it still knows; the rest of `streams` is offered.
   * @throws AppError `conflict` when called twice for one line
   */
  start(line: MediaLine, have: readonly string[], streams: Iterable<Downstream>): void {
    if (this.#link?.line === line) throw new AppError('conflict', 'This line has already said that it is ready.');
    const link: Link = { line, busy: false, asking: new Set(), closed: [], flushing: false };
    this.#link = link;
    this.#waiting.clear();
    this.#making.clear();
    const known = new Set(have);
    for (const [id, downlink] of this.#byId) {
      if (known.has(id)) alone(this.#receive(downlink));
      else this.#forget(id, downlink).consumer.close();
    }
    const gone = [...known].filter((id) => !this.#byId.has(id));
    if (gone.length > 0) line.consumersClosed(gone);
    for (const stream of streams) if (!this.#byStream.has(stream)) this.#waiting.add(stream);
    alone(this.#offerAll(link));
  }

  /** The line is lost. Packets go on flowing; nothing is offered until the next `start`. */
  stop(): void {
    this.#link = undefined;
  }

  add(stream: Downstream): void {
    if (!this.#link) return;
    this.#waiting.add(stream);
    alone(this.#offerAll(this.#link));
  }

  has(stream: Downstream): boolean {
    return this.#byStream.has(stream) || this.#waiting.has(stream) || this.#making.has(stream);
  }

  /** The stream ended; its consumers ended with it. */
  remove(stream: Downstream): void {
    this.#takeOff(stream);
  }

  /** The stream goes on, but this member may no longer receive it. */
  withdraw(stream: Downstream): void {
    this.#takeOff(stream)?.consumer.close();
  }

  /** Applies a change of `Audience.plays`. The call to the worker is on its way when this returns. */
  review(stream: Downstream): void {
    const downlink = this.#byStream.get(stream);
    if (downlink) alone(this.#apply(downlink));
  }

  /** How much the worker gives up has changed: counts who watches what now, and tells the worker nothing yet. */
  recount(): void {
    for (const downlink of this.#byId.values()) {
      if (kindOf(downlink.stream) === 'video') this.#count(downlink, this.#allowed(downlink)?.layer ?? null);
    }
  }

  /** Resolves when the worker knows how this member receives the stream; true when that was new to it. Never rejects. */
  async settle(stream: Downstream): Promise<boolean> {
    const downlink = this.#byStream.get(stream);
    return downlink !== undefined && this.#apply(downlink);
  }

  /** @throws AppError `notFound` when an id never belonged to this member; then nothing changes */
  async watch(watches: readonly Watch[]): Promise<void> {
    for (const { id } of watches) {
      if (!this.#byId.has(id) && !this.#ended.has(id)) throw new AppError('notFound', 'There is no such consumer.');
    }
    const touched = new Set<Downlink>();
    for (const { id, ...wanted } of watches) {
      const downlink = this.#byId.get(id);
      if (!downlink) continue;
      downlink.wanted = { ...downlink.wanted, ...wanted };
      touched.add(downlink);
    }
    await inParallel([...touched], callsAtOnce, (downlink) => this.#apply(downlink));
  }

  /** The transports are closed; all consumers closed with them. */
  drop(): void {
    this.#link = undefined;
    for (const downlink of this.#byId.values()) this.#count(downlink, null);
    this.#byId.clear();
    this.#byStream.clear();
    this.#waiting.clear();
    this.#making.clear();
  }

  async #offerAll(link: Link): Promise<void> {
    if (link.busy) return;
    link.busy = true;
    // A stream that is published during an offer waits here for the next offer.
    while (this.#link === link && this.#waiting.size > 0) {
      const batch = [...this.#waiting].slice(0, mediaLimits.consumersPerMessage);
      for (const stream of batch) this.#waiting.delete(stream);
      await this.#offer(link, batch);
    }
    link.busy = false;
  }

  async #offer(link: Link, batch: readonly Downstream[]): Promise<void> {
    await inParallel(batch, callsAtOnce, (stream) => this.#make(link, stream));
    if (this.#link !== link) return;
    const offer = batch.flatMap((stream) => this.#byStream.get(stream) ?? []);
    if (offer.length === 0) return;
    for (const downlink of offer) downlink.phase = 'offered';
    link.asking = new Set(offer.map(({ consumer }) => consumer.id));
    const ready = await link.line.consume(offer.map(infoOf)).then(
      () => true,
      // The line was lost or the browser refused: the consumers stay paused, and the next `start` says which ones it has.
      () => false,
    );
    if (this.#link !== link) return;
    link.asking = new Set();
    if (link.closed.length > 0) this.#flushSoon(link);
    if (ready) await inParallel(offer, callsAtOnce, (downlink) => this.#receive(downlink));
  }

  async #make(link: Link, stream: Downstream): Promise<void> {
    this.#making.add(stream);
    const consumer = await this.#pair.consume(stream.producer);
    // The entry is gone when the stream ended meanwhile, or when a later line makes its own consumer.
    const wanted = this.#link === link && this.#making.delete(stream);
    if (!consumer) return;
    if (!wanted) return consumer.close();
    const downlink: Downlink = { stream, consumer, phase: 'made', wanted: {}, told: { ...untold }, counted: null };
    this.#byId.set(consumer.id, downlink);
    this.#byStream.set(stream, downlink);
  }

  async #receive(downlink: Downlink): Promise<void> {
    downlink.phase = 'received';
    await this.#apply(downlink);
  }

  async #apply(downlink: Downlink): Promise<boolean> {
    const { stream, consumer, wanted, told } = downlink;
    const allowed = this.#allowed(downlink);
    this.#count(downlink, allowed?.layer ?? null);
    if (this.#audience.isHeld(stream)) return false;
    const calls: Promise<void>[] = [];
    const paused = allowed === undefined;
    // A picture that is given up keeps its layer until it comes back.
    const kept = this.#pair.shedLevel > 0 ? told.layer : (wanted.layer ?? told.layer);
    const { layer, calm } = allowed ?? { layer: kept, calm: told.calm };
    if (layer !== told.layer || calm !== told.calm) calls.push(consumer.setLayer(layer, calm));
    const { priority } = wanted;
    if (priority !== undefined && priority !== told.priority) calls.push(consumer.setPriority(priority));
    // Resuming comes last, so that the first key frame it asks for belongs to the right layer.
    if (paused !== told.paused) calls.push(consumer.setPaused(paused));
    Object.assign(told, { paused, layer, calm }, priority !== undefined && { priority });
    await Promise.all(calls);
    return calls.length > 0;
  }

  /** How the member receives this stream; undefined while it is paused. */
  #allowed({ stream, phase, wanted }: Downlink): Allowed | undefined {
    // A video stays paused until it is watched: most tiles of a large meeting are on a page that is not open.
    const unseen = kindOf(stream) === 'video';
    if (phase !== 'received' || (wanted.paused ?? unseen) || !this.#audience.plays(stream)) return undefined;
    const layer = wanted.layer ?? largestLayer;
    if ('slot' in stream) return { layer, calm: false };
    return allowedAt(this.#pair.shedLevel, { source: stream.source, layer, priority: wanted.priority });
  }

  #count(downlink: Downlink, now: Wanted): void {
    const before = downlink.counted;
    downlink.counted = now;
    this.#audience.onWanted(downlink.stream, before, now);
  }

  #takeOff(stream: Downstream): Downlink | undefined {
    this.#waiting.delete(stream);
    this.#making.delete(stream);
    const downlink = this.#byStream.get(stream);
    if (!downlink) return undefined;
    this.#forget(downlink.consumer.id, downlink);
    if (!this.#link || downlink.phase === 'made') return downlink;
    this.#link.closed.push(downlink.consumer.id);
    this.#flushSoon(this.#link);
    return downlink;
  }

  #forget(id: string, downlink: Downlink): Downlink {
    this.#count(downlink, null);
    this.#byId.delete(id);
    this.#byStream.delete(downlink.stream);
    this.#ended.add(id);
    return downlink;
  }

  #flushSoon(link: Link): void {
    if (link.flushing) return;
    link.flushing = true;
    setImmediate(() => {
      link.flushing = false;
      if (this.#link !== link) return;
      const now = link.closed.filter((id) => !link.asking.has(id));
      link.closed = link.closed.filter((id) => link.asking.has(id));
      if (now.length > 0) link.line.consumersClosed(now);
    });
  }
}

function infoOf({ stream, consumer }: Downlink): ConsumerInfo {
  const { id, rtpParameters } = consumer;
  const about = { id, producerId: stream.producer.id, kind: kindOf(stream), rtpParameters };
  if ('slot' in stream) return { ...about, slot: stream.slot };
  const { member, source } = stream;
  return { ...about, member, source };
}

function kindOf(stream: Downstream): 'audio' | 'video' {
  return 'slot' in stream ? 'audio' : kindOfSource[stream.source];
}
