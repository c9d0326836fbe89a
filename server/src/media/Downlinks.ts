import { AppError } from '@plenum/shared/core/errors';
import { limits } from '@plenum/shared/core/limits';
import { type ConsumerInfo, kindOfSource, largestLayer, type Watch } from '@plenum/shared/features/media/contract';
import { alone } from './alone.ts';
import type { Wanted } from './Demand.ts';
import type { MediaLine } from './MediaEngine.ts';
import { inParallel } from './parallel.ts';
import { RecentIds } from './RecentIds.ts';
import type { Consumer, TransportPair } from './router.ts';
import type { SlotStream } from './slots/AudioSlots.ts';
import type { LiveStream } from './Uplinks.ts';

// Calls into one worker at once on behalf of one member: enough to hide the way there, too few to starve the others.
const callsAtOnce = 32;

/** What a member can receive: a stream of another member, or an audio slot. */
export type Downstream = LiveStream | SlotStream;

/** What the streams of one member depend on in their room. */
export interface Audience {
  /** False while a slot carries this member's own voice. */
  plays(stream: Downstream): boolean;
  /** This member looks at a stream differently than before. */
  onWanted(stream: Downstream, before: Wanted, now: Wanted): void;
}

/** `made`: the browser does not know it yet. `offered`: asked, not answered. `received`: packets may flow. */
type Phase = 'made' | 'offered' | 'received';

interface Downlink {
  readonly stream: Downstream;
  readonly consumer: Consumer;
  phase: Phase;
  wanted: Omit<Watch, 'id'>;
  /** What the worker was last told, so that nothing is said twice. */
  told: { paused: boolean; layer?: number; priority?: number };
  counted: Wanted;
}

/** A line that said it is ready; compared by identity, so that what was begun for an earlier line has no effect. */
interface Link {
  readonly line: MediaLine;
  busy: boolean;
  /** Ids of the offer that is not answered yet; their closing is told after the answer. */
  asking: ReadonlySet<string>;
  closed: string[];
  flushing: boolean;
}

/** What one member receives: offers streams in bulk, resumes them when the browser is ready, tells which ended. */
export class Downlinks {
  readonly #pair: TransportPair;
  readonly #audience: Audience;
  readonly #byId = new Map<string, Downlink>();
  readonly #byStream = new Map<Downstream, Downlink>();
  readonly #waiting = new Set<Downstream>();
  readonly #making = new Set<Downstream>();
  readonly #ended = new RecentIds(limits.consumersPerMessage);
  #link: Link | undefined;

  constructor(pair: TransportPair, audience: Audience) {
    this.#pair = pair;
    this.#audience = audience;
  }

  get size(): number {
    return this.#byId.size;
  }

  /**
   * The browser is ready. `have` are the consumers it still knows; everything else of `streams` is offered.
   * @throws AppError `conflict` the second time on one line
   */
  start(line: MediaLine, have: readonly string[], streams: Iterable<Downstream>): void {
    if (this.#link?.line === line) throw new AppError('conflict', 'This line said already that it is ready.');
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

  /** The line is lost. Packets go on flowing; nothing is offered until `start`. */
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

  /** The stream ended, and with it its consumers. */
  remove(stream: Downstream): void {
    this.#takeOff(stream);
  }

  /** The stream goes on, but not to this member any more. */
  withdraw(stream: Downstream): void {
    this.#takeOff(stream)?.consumer.close();
  }

  /** Whether this stream plays for this member has changed. What the worker is told is on its way when this returns. */
  review(stream: Downstream): void {
    const downlink = this.#byStream.get(stream);
    if (downlink) alone(this.#apply(downlink));
  }

  /** @throws AppError `notFound` when one of the ids never was this member's, and then nothing changed */
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

  /** The transports are closed, and with them all consumers. */
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
    // What is published while an offer is made or answered waits here and makes the next one.
    while (this.#link === link && this.#waiting.size > 0) {
      const batch = [...this.#waiting].slice(0, limits.consumersPerMessage);
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
      // Lost or refused: they stay paused, and the next `start` learns which of them the browser has.
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
    // Deleted meanwhile: the stream ended, or a later line began and makes its own.
    const wanted = this.#link === link && this.#making.delete(stream);
    if (!consumer) return;
    if (!wanted) return consumer.close();
    const downlink: Downlink = { stream, consumer, phase: 'made', wanted: {}, told: { paused: true }, counted: null };
    this.#byId.set(consumer.id, downlink);
    this.#byStream.set(stream, downlink);
  }

  async #receive(downlink: Downlink): Promise<void> {
    downlink.phase = 'received';
    await this.#apply(downlink);
  }

  async #apply(downlink: Downlink): Promise<void> {
    const { stream, consumer, phase, wanted, told } = downlink;
    const calls: Promise<void>[] = [];
    // A picture waits until somebody looks: most tiles of a large meeting are on a page that is not open.
    const unseen = kindOf(stream) === 'video';
    const paused = phase !== 'received' || (wanted.paused ?? unseen) || !this.#audience.plays(stream);
    this.#count(downlink, paused ? null : (wanted.layer ?? largestLayer));
    if (wanted.layer !== undefined && wanted.layer !== told.layer) calls.push(consumer.setLayer(wanted.layer));
    if (wanted.priority !== undefined && wanted.priority !== told.priority)
      calls.push(consumer.setPriority(wanted.priority));
    // Last, so that the first key frame that it asks for is of the right layer.
    if (paused !== told.paused) calls.push(consumer.setPaused(paused));
    Object.assign(told, wanted, { paused });
    await Promise.all(calls);
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
