import type { Clock } from '../src/room/ports.ts';

/** A clock that moves only when a test moves it. */
export class FakeClock implements Clock {
  #now = 1_800_000_000_000;
  #timers: { readonly at: number; readonly callback: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + ms, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Moves the clock and runs the timers that are due, in order. */
  advance(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const [next] = this.#timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
    this.#now = until;
  }

  /** Drops all timers: the process that set them has died. */
  forget(): void {
    this.#timers = [];
  }

  /** The number of waiting timers; a closed room must leave none. */
  get waiting(): number {
    return this.#timers.length;
  }
}
