/** What arrived of one stream, read off the headers of its packets. */
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
    // The shortest way round: 16 bits of a number that goes on.
    const step = ((sequence - this.#highest + 0x18000) & 0xffff) - 0x8000;
    if (step > 0) this.#highest += step;
  }

  get received(): number {
    return this.#received;
  }

  get highest(): number {
    return this.#highest;
  }

  /** Packets between the first and the last that never came. A packet that came twice makes up for one. */
  get lost(): number {
    return this.#first < 0 ? 0 : Math.max(0, this.#highest - this.#first + 1 - this.#received);
  }

  /** For a receiver report: the share that was lost since the last one, in 256ths. */
  fractionLost(): number {
    const now = { expected: this.#highest - this.#first + 1, received: this.#received };
    const expected = now.expected - this.#reported.expected;
    const received = now.received - this.#reported.received;
    this.#reported = now;
    return expected <= 0 ? 0 : Math.min(255, Math.floor((256 * Math.max(0, expected - received)) / expected));
  }

  /** Counts from here on: what is asked for next is of the time that begins now. */
  restart(): void {
    this.#first = -1;
    this.#received = 0;
    this.longestGapMs = 0;
    this.#reported = { expected: 0, received: 0 };
  }
}
