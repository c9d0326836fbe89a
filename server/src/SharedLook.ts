import type { Clock } from './room/ports.ts';

/** How long a result is valid, in ms. */
const goodMs = 1_000;

/** Runs a costly check once for all callers within a second: anybody may ask. */
export class SharedLook<T> {
  readonly #clock: Clock;
  readonly #look: () => Promise<T>;
  #last: { readonly at: number; readonly found: Promise<T> } | undefined;

  constructor(clock: Clock, look: () => Promise<T>) {
    this.#clock = clock;
    this.#look = look;
  }

  find(): Promise<T> {
    const now = this.#clock.monotonic();
    if (!this.#last || now - this.#last.at >= goodMs) this.#last = { at: now, found: this.#look() };
    return this.#last.found;
  }
}
