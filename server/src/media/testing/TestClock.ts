import type { After } from '../after.ts';

/** A clock that only the test advances. */
export class TestClock {
  #now = 0;
  #nextId = 0;
  readonly #timers = new Map<number, { at: number; callback: () => void }>();

  readonly after: After = (ms, callback) => {
    const id = (this.#nextId += 1);
    this.#timers.set(id, { at: this.#now + ms, callback });
    return () => this.#timers.delete(id);
  };

  readonly now = (): number => this.#now;

  get timers(): number {
    return this.#timers.size;
  }

  turn(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const [next] = [...this.#timers].filter(([, timer]) => timer.at <= until).sort(([, a], [, b]) => a.at - b.at);
      if (!next) break;
      const [id, timer] = next;
      this.#timers.delete(id);
      this.#now = timer.at;
      timer.callback();
    }
    this.#now = until;
  }
}
