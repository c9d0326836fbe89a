import type { LiveStream } from '../Uplinks.ts';
import { Lateness } from './Lateness.ts';

/** How much sound from before a speaker gets a slot is sent, in ms and in packets: the first syllable must not be lost. */
const preRollMs = 120;
const preRollPackets = 12;

/** The most that a microphone may send: packets a second (Opus in short frames), packets at once, bytes in a packet. */
const packetsPerSecond = 150;
const burst = 100;
const largest = 1_500;

interface Kept {
  readonly packet: Buffer;
  readonly at: number;
}

/** The packets of one microphone: keeps the newest ones and bounds their rate. */
export class Microphone {
  readonly stream: LiveStream;
  muted: boolean;
  readonly #lateness = new Lateness();
  #kept: Kept[] = [];
  #allowance = burst;
  #heardAt = Number.NEGATIVE_INFINITY;

  constructor(stream: LiveStream, muted: boolean) {
    this.stream = stream;
    this.muted = muted;
  }

  /** False for a packet beyond the bounds: an audio slot multiplies every packet, so a flood must stop here. */
  takes(packet: Buffer, at: number): boolean {
    const refill = ((at - this.#heardAt) / 1_000) * packetsPerSecond;
    this.#allowance = Math.min(burst, this.#allowance + refill);
    this.#heardAt = at;
    if (packet.length > largest || this.#allowance < 1) return false;
    this.#allowance -= 1;
    return true;
  }

  /** How late this packet is, in ms. */
  latenessOf(packet: Buffer, at: number): number {
    return this.#lateness.measure(packet, at);
  }

  /** Keeps a packet, because it may be the first syllable of a speaker. */
  keep(packet: Buffer, at: number): void {
    this.#kept.push({ packet, at });
    if (this.#kept.length > preRollPackets) this.#kept.shift();
  }

  /** Hands out the kept packets that are recent enough, and forgets all of them. */
  takeKept(at: number): readonly Kept[] {
    const kept = this.#kept.filter((one) => at - one.at <= preRollMs);
    this.#kept = [];
    return kept;
  }

  forgetKept(): void {
    this.#kept = [];
  }
}
