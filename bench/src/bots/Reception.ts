import { Arrivals } from './Arrivals.ts';
import { type Stamp, stampOf } from './payloads.ts';
import { payloadOf, type Received } from './rtp.ts';

interface Stream {
  readonly kind: 'audio' | 'video';
  readonly arrivals: Arrivals;
  /** When it was announced, and when its first packet arrived (0 before); epoch ms. */
  readonly since: number;
  firstAt: number;
}

/** One audio packet: its sender, and its times of sending and arrival in epoch ms. */
export interface Heard extends Stamp {
  readonly heardAt: number;
}

/** What one bot receives; times in epoch ms. */
export class Reception {
  readonly #streams = new Map<number, Stream>();
  /** One-way delay of each audio packet in ms; sender and receiver share a clock. */
  readonly delays: number[] = [];
  /** Each audio packet since `listen`. */
  readonly heard: Heard[] = [];
  #listens = false;
  /** Counts of the streams that have ended. */
  readonly #past = { audio: { received: 0, lost: 0 }, video: { received: 0, lost: 0 } };
  connectedAt = 0;
  firstPacketAt = 0;
  /** When the last packet of sound arrived; 0 before. */
  #soundAt = 0;
  #longestSilenceMs = 0;

  expect(ssrc: number, kind: 'audio' | 'video'): void {
    const since = performance.timeOrigin + performance.now();
    this.#streams.set(ssrc, { kind, arrivals: new Arrivals(), since, firstAt: 0 });
  }

  forget(ssrc: number): void {
    const stream = this.#streams.get(ssrc);
    if (stream) {
      this.#past[stream.kind].received += stream.arrivals.received;
      this.#past[stream.kind].lost += stream.arrivals.lost;
    }
    this.#streams.delete(ssrc);
  }

  /** @param isPlain whether the payload is decrypted */
  hear(packet: Buffer, isPlain: boolean): void {
    const stream = this.#streams.get(packet.readUInt32BE(8));
    if (!stream) return;
    const at = performance.timeOrigin + performance.now();
    this.firstPacketAt ||= at;
    stream.firstAt ||= at;
    stream.arrivals.hear(packet.readUInt16BE(2), at);
    if (stream.kind === 'audio') {
      this.#longestSilenceMs = this.longestSilenceMs(at);
      this.#soundAt = at;
    }
    if (!isPlain || stream.kind === 'video') return;
    const stamp = stampOf(payloadOf(packet));
    if (!stamp) return;
    this.delays.push(at - stamp.at);
    if (this.#listens) this.heard.push({ ...stamp, heardAt: at });
  }

  /** Records each audio packet from now on. */
  listen(): void {
    this.#listens = true;
    this.heard.length = 0;
  }

  /** The longest time without a packet of sound since `listenForSilence`, in ms; one that goes on until `at` counts. */
  longestSilenceMs(at: number): number {
    return this.#soundAt === 0 ? 0 : Math.max(this.#longestSilenceMs, at - this.#soundAt);
  }

  listenForSilence(): void {
    this.#longestSilenceMs = 0;
  }

  /** Starts a new measurement. */
  restart(): void {
    this.delays.length = 0;
    for (const { arrivals } of this.#streams.values()) arrivals.restart();
  }

  /** Arrival of the first packet of any stream announced after `time`, in epoch ms; undefined before it arrives. */
  firstSince(time: number): number | undefined {
    const came = this.all.filter(({ since, firstAt }) => since >= time && firstAt > 0).map(({ firstAt }) => firstAt);
    return came.length > 0 ? Math.min(...came) : undefined;
  }

  /** Packets of one kind since the beginning, also of streams that have ended. Not for bots that `restart`. */
  total(kind: 'audio' | 'video'): { readonly received: number; readonly lost: number } {
    let { received, lost } = this.#past[kind];
    for (const stream of this.#streams.values()) {
      if (stream.kind !== kind) continue;
      received += stream.arrivals.received;
      lost += stream.arrivals.lost;
    }
    return { received, lost };
  }

  get all(): readonly Stream[] {
    return [...this.#streams.values()];
  }

  /** Counts of every stream that began, for a receiver report. */
  report(): Received[] {
    return [...this.#streams].flatMap(([ssrc, { arrivals }]) =>
      arrivals.received === 0
        ? []
        : [{ ssrc, fractionLost: arrivals.fractionLost(), lost: arrivals.lost, highest: arrivals.highest }],
    );
  }
}
