import { samplesPerMs } from './SlotRewriter.ts';
import { timestampOf } from './rtp.ts';

/** How long the shortest way of a packet is remembered, in ms: longer than a queue stands, shorter than clocks drift apart. */
const windowMs = 15_000;
/** A timestamp that leaps by more than this belongs to a new count, in ms. */
const leapMs = 5_000;

/** How late packets of one stream are, against the quickest of the last seconds: what a queue on their way has added. */
export class Lateness {
  #newest: { readonly timestamp: number; readonly sent: number; readonly at: number } | undefined;
  /** The least difference of arrival and sending in this window and in the one before, in ms. */
  #least = Number.POSITIVE_INFINITY;
  #leastBefore = Number.POSITIVE_INFINITY;
  #since = Number.NEGATIVE_INFINITY;

  /**
   * Takes one packet. Returns its lateness in ms.
   * @param at arrival, in ms of a monotonic clock
   */
  measure(packet: Buffer, at: number): number {
    const timestamp = timestampOf(packet);
    // The 32 bits of a timestamp wrap.
    const before = this.#newest ?? { timestamp, sent: 0, at };
    // The 32 bits of a timestamp wrap.
    const sent = before.sent + ((timestamp - before.timestamp) | 0) / samplesPerMs;
    if (Math.abs(sent - before.sent) > leapMs + at - before.at) this.#restart(at);
    this.#newest = { timestamp, sent, at };
    if (at - this.#since > windowMs) {
      this.#leastBefore = this.#least;
      this.#least = Number.POSITIVE_INFINITY;
      this.#since = at;
    }
    const way = at - sent;
    this.#least = Math.min(this.#least, way);
    return way - Math.min(this.#least, this.#leastBefore);
  }

  #restart(at: number): void {
    this.#least = Number.POSITIVE_INFINITY;
    this.#leastBefore = Number.POSITIVE_INFINITY;
    this.#since = at;
  }
}
