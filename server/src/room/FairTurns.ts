/** After so many ms of answering, everything else on this server has its turn. */
const mostAtOnce = 8;

/**
 * Lets many ask at once without holding up everybody else: after some milliseconds of work the event loop goes on, and what
 * waits is done in turns of those for whom it is done. For each of them the order stays.
 */
export class FairTurns {
  readonly #now: () => number;
  /** By owner, whose turn is next first. An owner whose acts wait has an entry. */
  readonly #waiting = new Map<object, (() => void)[]>();
  #spent = 0;
  #life: 'idle' | 'running' = 'idle';

  /** @param now monotonic ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Does it at once while there is time and nothing of this owner waits, else in its turn. */
  take<T>(owner: object, act: () => Promise<T>): Promise<T> {
    if (!this.#waiting.has(owner) && this.#spent < mostAtOnce) return this.#timed(act);
    return new Promise((resolve, reject) => {
      const run = () => void this.#timed(act).then(resolve, reject);
      const waiting = this.#waiting.get(owner);
      if (waiting) waiting.push(run);
      else this.#waiting.set(owner, [run]);
    });
  }

  /** Counts what the act does before it first waits for something. */
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
      // To the end: the others come first.
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
