/** How far back the least delay is looked for, in ms: short against the drift of clocks, long against bursts of delay. */
const windowMs = 20_000;
/** The window is kept in so many parts. */
const partMs = 2_000;
/** How fast a mapping may move, in ms for each ms: a step would be heard. */
const slew = 0.002;
/** A difference beyond this is a jump of a clock, not delay. */
const jumpMs = 1_500;

/** Maps the time of a sender to ours by the least delay of late: `ours - theirs` is smallest for the most punctual. */
export class LeastDelay {
  readonly #parts: { readonly from: number; least: number }[] = [];
  #offset: number | undefined;
  #movedAt = 0;

  /** Something with the sender's time `theirs` came at our time `ours`; both in ms. */
  note(theirs: number, ours: number): void {
    const difference = ours - theirs;
    if (this.#offset !== undefined && Math.abs(difference - this.#offset) > jumpMs) {
      // A late packet is no jump: only the other direction, or all of a whole window, says that the clock was set.
      if (difference < this.#offset) this.#reset();
    }
    const last = this.#parts.at(-1);
    if (!last || ours - last.from >= partMs) this.#parts.push({ from: ours, least: difference });
    else last.least = Math.min(last.least, difference);
    while ((this.#parts[0]?.from ?? ours) < ours - windowMs) this.#parts.shift();
    this.#move(ours);
  }

  /** Our time for a time of the sender; undefined before the first note. */
  map(theirs: number): number | undefined {
    return this.#offset === undefined ? undefined : theirs + this.#offset;
  }

  #reset(): void {
    this.#parts.length = 0;
    this.#offset = undefined;
  }

  #move(now: number): void {
    const target = Math.min(...this.#parts.map(({ least }) => least));
    const offset = this.#offset;
    if (offset === undefined || Math.abs(target - offset) > jumpMs) this.#offset = target;
    else {
      const most = Math.max(0, now - this.#movedAt) * slew;
      // In the first seconds the least delay is still being found: downwards it counts at once.
      const isYoung = this.#parts.length <= 2 && target < offset;
      this.#offset = isYoung ? target : offset + Math.max(-most, Math.min(most, target - offset));
    }
    this.#movedAt = now;
  }
}

/** The time of one stream: RTP timestamps to our clock, by the sender's reports where there are any. */
export class StreamClock {
  readonly #rate: number;
  /** The clock of the sender of this stream, shared by all streams of one connection: it keeps sound and picture together. */
  readonly #sender: LeastDelay;
  readonly #arrivals = new LeastDelay();
  #last: { readonly timestamp: number; readonly extended: number; readonly at: number } | undefined;
  #report: { readonly extended: number; readonly ntp: number } | undefined;

  /** @param rate timestamps for each second */
  constructor(rate: number, sender: LeastDelay) {
    this.#rate = rate;
    this.#sender = sender;
  }

  /** Our time of a frame, in ms; arrivals are told in order. */
  timeOf(timestamp: number, at: number): number {
    const extended = this.#extend(timestamp);
    this.#last = { timestamp, extended, at };
    const ms = (extended / this.#rate) * 1_000;
    this.#arrivals.note(ms, at);
    const report = this.#report;
    const byReport = report && this.#sender.map(report.ntp + ms - (report.extended / this.#rate) * 1_000);
    const byArrival = this.#arrivals.map(ms) ?? at;
    // A report that leads far away belongs to another layer, or lies.
    if (byReport === undefined || Math.abs(byReport - byArrival) > jumpMs) return byArrival;
    return byReport;
  }

  /** The sender says that it took `timestamp` at `ntp`, in ms of its own clock; the report came at `at`. */
  report(timestamp: number, ntp: number, at: number): void {
    const last = this.#last;
    if (!last) return;
    const extended = this.#extend(timestamp);
    // The reports of other layers have timestamps of their own.
    const isOurs = Math.abs(((extended - last.extended) / this.#rate) * 1_000 - (at - last.at)) < jumpMs;
    if (!isOurs) return;
    this.#sender.note(ntp, at);
    this.#report = { extended, ntp };
  }

  #extend(timestamp: number): number {
    if (!this.#last) return timestamp;
    // The difference as a signed number of 32 bits.
    return this.#last.extended + ((timestamp - this.#last.timestamp) | 0);
  }
}
