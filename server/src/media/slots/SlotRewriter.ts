import { markBeginning, readdress, sequenceOf, timestampOf } from './rtp.ts';

/** Opus timestamps count 48 kHz samples at every bit rate. */
export const samplesPerMs = 48;
const frame = 20 * samplesPerMs;
/** The shortest and the longest Opus packet, in samples. */
const shortest = 2.5 * samplesPerMs;
const longest = 120 * samplesPerMs;

/** How far a sender's clock may deviate, in samples, and how many packets may be lost at once, before the run is reset. */
const mostOff = 1_000 * samplesPerMs;
const mostLost = 250;
/** How late a packet may be, counted in packets. */
const mostLate = 50;

/** Consecutive packets of one speaker. The counts start at the first packet and do not wrap at 16 or 32 bits. */
interface Run {
  readonly firstIn: { readonly sequence: number; readonly timestamp: number };
  readonly firstOut: { readonly sequence: number; readonly timestamp: number };
  /** Position of the newest packet, counted from the first. */
  packets: number;
  samples: number;
}

/**
 * Makes one continuous stream from the packets of changing speakers: no gap in the sequence numbers at a switch,
 * timestamps that follow the clock, one SSRC. A loss in a speaker's network stays a gap, so that receivers can conceal it.
 */
export class SlotRewriter {
  readonly #ssrc: number;
  #run: Run | undefined;
  /** The newest packet that was sent, and the length of the packet before it in samples. */
  #newest: { sequence: number; timestamp: number } | undefined;
  #step = frame;
  /** A packet whose timestamp and arrival are both known. */
  #origin: { readonly timestamp: number; readonly at: number } | undefined;

  constructor(ssrc: number) {
    this.#ssrc = ssrc;
  }

  /** The next packet belongs to another speaker, or to the same one after a pause. */
  begin(): void {
    this.#run = undefined;
  }

  /**
   * Rewrites a packet in place. False when the packet is too late to be sent.
   * @param at arrival, in ms of a monotonic clock
   */
  rewrite(packet: Buffer, at: number): boolean {
    const run = this.#run ?? this.#begin(packet, at);
    const packets = run.packets + signed16(sequenceOf(packet) - run.firstIn.sequence - run.packets);
    const samples = run.samples + signed32(timestampOf(packet) - run.firstIn.timestamp - run.samples);
    const timestamp = run.firstOut.timestamp + samples;
    if (packets > run.packets && !this.#isCredible(run, packets, timestamp, at)) {
      // A sender whose numbers leap would shift the audio slot for all listeners: its run begins anew.
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

  /** Directly after the newest packet, or later by the clock when there was silence. */
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

/** Wraps the difference of two 16-bit numbers to -32768…32767. */
function signed16(difference: number): number {
  return (difference << 16) >> 16;
}

function signed32(difference: number): number {
  return difference | 0;
}
