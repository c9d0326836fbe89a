/** Counts one stream's arrived packets by their headers. */
export class Arrivals {
  #first = -1;
  #highest = 0;
  #received = 0;
  /** Epoch ms of the first and the last packet. */
  firstAt = 0;
  lastAt = 0;
  /** Longest time between two packets, in ms. */
  longestGapMs = 0;
  #reported = { expected: 0, received: 0 };

  hear(sequence: number, at: number): void {
    if (this.#first < 0) {
      this.#first = sequence;
      this.#highest = sequence;
      this.firstAt = at;
    } else this.longestGapMs = Math.max(this.longestGapMs, at - this.lastAt);
    this.lastAt = at;
    this.#received += 1;
    // The shortest distance of two wrapping 16-bit numbers.
    const step = ((sequence - this.#highest + 0x18000) & 0xffff) - 0x8000;
    if (step > 0) this.#highest += step;
  }

  get received(): number {
    return this.#received;
  }

  get highest(): number {
    return this.#highest;
  }

  /** Packets between the first and the last that did not arrive. A duplicate makes up for one. */
  get lost(): number {
    return this.#first < 0 ? 0 : Math.max(0, this.#highest - this.#first + 1 - this.#received);
  }

  /** For a receiver report: the share lost since the last report, in 256ths. */
  fractionLost(): number {
    const now = { expected: this.#highest - this.#first + 1, received: this.#received };
    const expected = now.expected - this.#reported.expected;
    const received = now.received - this.#reported.received;
    this.#reported = now;
    return expected <= 0 ? 0 : Math.min(255, Math.floor((256 * Math.max(0, expected - received)) / expected));
  }

  /** Starts a new measurement. */
  restart(): void {
    this.#first = -1;
    this.#received = 0;
    this.longestGapMs = 0;
    this.#reported = { expected: 0, received: 0 };
  }
}
