interface Day {
  used: number;
  /** Epoch ms. */
  readonly ends: number;
}

const dayMs = 24 * 3_600_000;
/** So many are remembered; whoever was seen first is forgotten first. New names must not cost memory without end. */
const mostKept = 100_000;

/** How much each one of many has used of what it may use in a day, which begins with its first use. */
export class DayCounter {
  /** What one may use in a day. */
  readonly most: number;
  readonly #now: () => number;
  readonly #kept: number;
  /** By key, the oldest day first. */
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

  /** Counts it in any case; false when that is more than is left. */
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
