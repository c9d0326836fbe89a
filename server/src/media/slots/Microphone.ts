import type { LiveStream } from '../Uplinks.ts';

/** How far back a first syllable may lie when its speaker is let in, in ms; packets that are kept for that. */
const preRollMs = 120;
const preRollPackets = 12;

/** What a microphone may send: Opus in its shortest usual frames, and a stutter of the network. */
const packetsPerSecond = 150;
const burst = 100;
const largest = 1_500;

interface Kept {
  readonly packet: Buffer;
  readonly at: number;
}

/** One microphone as its packets pass: what it has just said, and how much it may send. */
export class Microphone {
  readonly stream: LiveStream;
  muted: boolean;
  #kept: Kept[] = [];
  #allowance = burst;
  #heardAt = Number.NEGATIVE_INFINITY;

  constructor(stream: LiveStream, muted: boolean) {
    this.stream = stream;
    this.muted = muted;
  }

  /** False for what is no more than a flood, whoever sends it: a slot multiplies every packet. */
  takes(packet: Buffer, at: number): boolean {
    const refill = ((at - this.#heardAt) / 1_000) * packetsPerSecond;
    this.#allowance = Math.min(burst, this.#allowance + refill);
    this.#heardAt = at;
    if (packet.length > largest || this.#allowance < 1) return false;
    this.#allowance -= 1;
    return true;
  }

  /** Keeps a packet for the case that it is the first syllable of something. */
  keep(packet: Buffer, at: number): void {
    this.#kept.push({ packet, at });
    if (this.#kept.length > preRollPackets) this.#kept.shift();
  }

  /** What was kept and is not too old; it is not kept any more. */
  takeKept(at: number): readonly Kept[] {
    const kept = this.#kept.filter((one) => at - one.at <= preRollMs);
    this.#kept = [];
    return kept;
  }

  forgetKept(): void {
    this.#kept = [];
  }
}
