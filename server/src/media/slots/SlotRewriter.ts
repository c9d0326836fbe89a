import { markBeginning, readdress, sequenceOf, timestampOf } from './rtp.ts';

/** Opus counts time in 48 kHz samples, whatever it encodes. */
export const samplesPerMs = 48;
const frame = 20 * samplesPerMs;
/** The shortest and the longest Opus packet, in samples. */
const shortest = 2.5 * samplesPerMs;
const longest = 120 * samplesPerMs;

/** What a sender's clock may be off, in samples, and how many packets may be lost at once, before it is not believed. */
const mostOff = 1_000 * samplesPerMs;
const mostLost = 250;
/** How late a packet may be, counted in packets. */
const mostLate = 50;

/** Packets of one speaker that follow each other. What is counted from the first packet goes on beyond 16 and 32 bits. */
interface Run {
  readonly firstIn: { readonly sequence: number; readonly timestamp: number };
  readonly firstOut: { readonly sequence: number; readonly timestamp: number };
  /** Of the newest packet, counted from the first. */
  packets: number;
  samples: number;
}

/**
 * Makes one continuous stream of the packets of one speaker after the other: sequence numbers without a gap at a switch,
 * timestamps that go with the clock, one SSRC. What a speaker's network lost stays a gap, so that receivers can conceal it.
 */
export class SlotRewriter {
  readonly #ssrc: number;
  #run: Run | undefined;
  /** The newest packet that went out, and how many samples its predecessor lasted. */
  #newest: { sequence: number; timestamp: number } | undefined;
  #step = frame;
  /** A moment of which timestamp and arrival are known. */
  #origin: { readonly timestamp: number; readonly at: number } | undefined;

  constructor(ssrc: number) {
    this.#ssrc = ssrc;
  }

  /** The next packet is another speaker's, or the same one's after a pause. */
  begin(): void {
    this.#run = undefined;
  }

  /**
   * Rewrites a packet in place; false when it came too late to be sent.
   * @param at when it arrived, in ms of a clock that only goes forward
   */
  rewrite(packet: Buffer, at: number): boolean {
    const run = this.#run ?? this.#begin(packet, at);
    const packets = run.packets + signed16(sequenceOf(packet) - run.firstIn.sequence - run.packets);
    const samples = run.samples + signed32(timestampOf(packet) - run.firstIn.timestamp - run.samples);
    const timestamp = run.firstOut.timestamp + samples;
    if (packets > run.packets && !this.#isCredible(run, packets, timestamp, at)) {
      // A sender whose numbers leap would carry the slot away for everybody: it begins anew instead.
      this.begin();
      return this.rewrite(packet, at);
    }
    if (packets < Math.max(0, run.packets - mostLate) || (packets < run.packets && samples >= run.samples))
      return false;
    const sequence = run.firstOut.sequence + packets;
    if (packets === 0) markBeginning(packet);
    if (!this.#newest || sequence > this.#newest.sequence)
      this.#advance(run, { packets, samples, sequence, timestamp });
    readdress(packet, { ssrc: this.#ssrc, sequence, timestamp });
    return true;
  }

  #begin(packet: Buffer, at: number): Run {
    const firstIn = { sequence: sequenceOf(packet), timestamp: timestampOf(packet) };
    const firstOut = this.#next(at) ?? firstIn;
    this.#origin ??= { timestamp: firstOut.timestamp, at };
    this.#run = { firstIn, firstOut, packets: 0, samples: 0 };
    return this.#run;
  }

  /** Right behind the newest packet, or later by the clock: silence takes its time. */
  #next(at: number): { sequence: number; timestamp: number } | undefined {
    if (!this.#newest) return undefined;
    const after = this.#newest.timestamp + this.#step;
    const now = this.#timestampAt(at);
    if (after - now > mostOff) this.#origin = { timestamp: after, at };
    return { sequence: this.#newest.sequence + 1, timestamp: Math.max(after, now) };
  }

  #isCredible(run: Run, packets: number, timestamp: number, at: number): boolean {
    if (packets - run.packets > mostLost) return false;
    if (this.#newest && timestamp <= this.#newest.timestamp) return false;
    return Math.abs(timestamp - this.#timestampAt(at)) <= mostOff;
  }

  #advance(run: Run, to: { packets: number; samples: number; sequence: number; timestamp: number }): void {
    const step = to.samples - run.samples;
    const follows = to.packets === run.packets + 1;
    if (follows && step >= shortest && step <= longest) this.#step = step;
    run.packets = to.packets;
    run.samples = to.samples;
    this.#newest = { sequence: to.sequence, timestamp: to.timestamp };
  }

  #timestampAt(at: number): number {
    const { timestamp, at: then } = this.#origin ?? { timestamp: 0, at };
    return timestamp + Math.round((at - then) * samplesPerMs);
  }
}

/** The difference of two 16-bit numbers that go round, between -32768 and 32767. */
function signed16(difference: number): number {
  return (difference << 16) >> 16;
}

function signed32(difference: number): number {
  return difference | 0;
}
