/** How long an answer is given again, in ms. */
const goodMs = 500;

interface Kept {
  readonly at: number;
  readonly answer: Promise<Buffer>;
}

/**
 * The last answer to each owner, made once for all who ask within half a second: balancers poll, and with hundreds of
 * meetings an answer takes many milliseconds of the event loop. A call of the owner that changes something forgets it.
 */
export class LatestAnswers {
  readonly #monotonic: () => number;
  readonly #kept = new Map<string, Kept>();

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /** @param make makes a new answer; one that fails is not kept */
  async find(owner: string, make: () => Promise<Buffer>): Promise<Buffer> {
    const now = this.#monotonic();
    for (const [other, { at }] of this.#kept) if (now - at >= goodMs) this.#kept.delete(other);
    const known = this.#kept.get(owner);
    if (known) return known.answer;
    const kept = { at: now, answer: make() };
    this.#kept.set(owner, kept);
    try {
      return await kept.answer;
    } catch (error) {
      if (this.#kept.get(owner) === kept) this.#kept.delete(owner);
      throw error;
    }
  }

  forget(owner: string): void {
    this.#kept.delete(owner);
  }
}
