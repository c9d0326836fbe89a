/** The longest time of acts in one tick, in ms: then the event loop runs. */
const mostAtOnce = 8;

/**
 * Runs the acts of many owners without a long pause of the event loop: after some ms of work it runs, and the waiting acts
 * follow, one of each owner in turn. The acts of one owner keep their order.
 */
export class FairTurns {
  readonly #now: () => number;
  /** The waiting acts of each owner; the owner whose turn is next is first. An owner without waiting acts has no entry. */
  readonly #waiting = new Map<object, (() => void)[]>();
  #spent = 0;
  #life: 'idle' | 'running' = 'idle';

  /** @param now monotonic ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Runs the act at once while there is time and no act of this owner waits, else in its turn. */
  take<T>(owner: object, act: () => Promise<T>): Promise<T> {
    if (!this.#waiting.has(owner) && this.#spent < mostAtOnce) return this.#timed(act);
    return new Promise((resolve, reject) => {
      const run = () => void this.#timed(act).then(resolve, reject);
      const waiting = this.#waiting.get(owner);
      if (waiting) waiting.push(run);
      else this.#waiting.set(owner, [run]);
    });
  }

  /** Adds the synchronous part of the act to the time spent. */
  #timed<T>(act: () => Promise<T>): Promise<T> {
    if (this.#life === 'idle') {
      this.#life = 'running';
      setImmediate(() => this.#goOn());
    }
    const begun = this.#now();
    try {
      return act();
    } finally {
      this.#spent += this.#now() - begun;
    }
  }

  #goOn(): void {
    this.#spent = 0;
    while (this.#waiting.size > 0 && this.#spent < mostAtOnce) {
      const [next] = this.#waiting;
      if (!next) break;
      const [owner, [first, ...rest]] = next;
      // Removed and added at the end, so that the other owners come first.
      this.#waiting.delete(owner);
      if (rest.length > 0) this.#waiting.set(owner, rest);
      first?.();
    }
    if (this.#waiting.size > 0) setImmediate(() => this.#goOn());
    else {
      this.#life = 'idle';
      this.#spent = 0;
    }
  }
}
