import type { After } from '../after.ts';

const windowMs = 60_000;
const deathsInWindow = 5;
const firstBackOffMs = 10_000;
const maxBackOffMs = 60_000;

/** Counts deaths of workers, so that a crash loop pauses instead of spinning. */
export class CrashGuard {
  readonly #after: After;
  readonly #forget = new Set<() => void>();
  #backOffMs = firstBackOffMs;

  constructor(after: After) {
    this.#after = after;
  }

  /** True while too many workers died lately: no new room may begin. */
  get tripped(): boolean {
    return this.#forget.size >= deathsInWindow;
  }

  /** Counts one death. Returns the wait before the next start, in ms; 0 as long as deaths are rare. */
  count(): number {
    const cancel = this.#after(windowMs, () => {
      this.#forget.delete(cancel);
      if (this.#forget.size === 0) this.#backOffMs = firstBackOffMs;
    });
    this.#forget.add(cancel);
    if (!this.tripped) return 0;
    const wait = this.#backOffMs;
    this.#backOffMs = Math.min(wait * 2, maxBackOffMs);
    return wait;
  }

  close(): void {
    for (const cancel of this.#forget) cancel();
    this.#forget.clear();
  }
}
