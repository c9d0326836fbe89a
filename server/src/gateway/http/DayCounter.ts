interface Day {
  used: number;
  /** The end of the day, in epoch ms. */
  readonly ends: number;
}

const dayMs = 24 * 3_600_000;
/** The most keys that are kept; the oldest is dropped first, so that new keys cannot take memory without end. */
const mostKept = 100_000;

/** Counts how much of a daily amount each key has used; the day of a key begins with its first use. */
export class DayCounter {
  /** The amount that one key may use in a day. */
  readonly most: number;
  readonly #now: () => number;
  readonly #kept: number;
  /** The days by key, the oldest first. */
  readonly #days = new Map<string, Day>();

  /** @param now epoch ms */
  constructor(most: number, now: () => number, kept: number = mostKept) {
    this.most = most;
    this.#now = now;
    this.#kept = kept;
  }

  left(key: string): number {
    return Math.max(0, this.most - (this.#find(key)?.used ?? 0));
  }

  /** Counts the amount in any case; false when it is more than is left. */
  take(key: string, amount: number): boolean {
    const day = this.#find(key) ?? this.#begin(key);
    day.used += amount;
    return day.used <= this.most;
  }

  #find(key: string): Day | undefined {
    const day = this.#days.get(key);
    return day && day.ends > this.#now() ? day : undefined;
  }

  #begin(key: string): Day {
    const now = this.#now();
    const day = { used: 0, ends: now + dayMs };
    this.#days.delete(key);
    this.#days.set(key, day);
    for (const [oldest, { ends }] of this.#days) {
      if (ends > now && this.#days.size <= this.#kept) break;
      this.#days.delete(oldest);
    }
    return day;
  }
}
