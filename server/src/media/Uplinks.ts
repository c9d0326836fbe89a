import { AppError } from '@plenum/shared/core/errors';
import type { MemberId } from '@plenum/shared/core/ids';
import type { Source } from '@plenum/shared/features/media/contract';
import type { Producer, RtpRecord, TransportPair } from './router.ts';

/** A stream that a router carries now. Compared by identity: a stream that is published again is another one. */
export interface LiveStream {
  readonly member: MemberId;
  readonly source: Source;
  readonly producer: Producer;
  /** True for a voice from another room: everybody hears it beside the audio slots. */
  readonly visits?: boolean;
}

/** The events of the streams of one session. */
export interface UplinkEvents {
  onStarted(stream: LiveStream, muted: boolean): void;
  onMuted(stream: LiveStream, muted: boolean): void;
  onStopped(stream: LiveStream): void;
}

type Uplink = { readonly kind: 'starting'; muted: boolean } | { readonly kind: 'live'; readonly stream: LiveStream };

/** What one member sends: at most one stream of each source. */
export class Uplinks {
  readonly #member: MemberId;
  readonly #pair: TransportPair;
  readonly #events: UplinkEvents;
  readonly #bySource = new Map<Source, Uplink>();

  constructor(member: MemberId, pair: TransportPair, events: UplinkEvents) {
    this.#member = member;
    this.#pair = pair;
    this.#events = events;
  }

  has(source: Source): boolean {
    return this.#bySource.has(source);
  }

  sources(): Source[] {
    return [...this.#bySource.keys()];
  }

  /** Sends a source. The earlier stream of that source ends first, even if this call fails. */
  async publish(source: Source, rtpParameters: RtpRecord, muted: boolean): Promise<string> {
    // The earlier stream ends first: a browser reuses its mid, and a transport accepts each mid once.
    this.stop(source);
    const starting: Uplink = { kind: 'starting', muted };
    this.#bySource.set(source, starting);
    const producer = await this.#produce(source, rtpParameters, starting);
    // While the worker was busy, another call removed or replaced this stream.
    if (this.#bySource.get(source) !== starting) {
      producer.close();
      throw new AppError('conflict', `This ${source} was ended or replaced before it started.`);
    }
    const stream = { member: this.#member, source, producer };
    this.#bySource.set(source, { kind: 'live', stream });
    this.#events.onStarted(stream, starting.muted);
    if (starting.muted !== muted) await producer.setPaused(starting.muted);
    return producer.id;
  }

  async mute(source: Source, muted: boolean): Promise<void> {
    const uplink = this.#bySource.get(source);
    if (!uplink) throw new AppError('notFound', `No ${source} is published.`);
    if (uplink.kind === 'starting') {
      uplink.muted = muted;
      return;
    }
    await uplink.stream.producer.setPaused(muted);
    if (this.#bySource.get(source) === uplink) this.#events.onMuted(uplink.stream, muted);
  }

  stop(source: Source): void {
    const uplink = this.#bySource.get(source);
    this.#bySource.delete(source);
    if (uplink?.kind !== 'live') return;
    uplink.stream.producer.close();
    this.#events.onStopped(uplink.stream);
  }

  /** The transports are closed; all producers closed with them. */
  drop(): void {
    const uplinks = [...this.#bySource.values()];
    this.#bySource.clear();
    for (const uplink of uplinks) if (uplink.kind === 'live') this.#events.onStopped(uplink.stream);
  }

  async #produce(source: Source, rtpParameters: RtpRecord, starting: Uplink & { kind: 'starting' }): Promise<Producer> {
    try {
      return await this.#pair.produce({ member: this.#member, source, rtpParameters, paused: starting.muted });
    } catch (error) {
      if (this.#bySource.get(source) === starting) this.#bySource.delete(source);
      throw error;
    }
  }
}
