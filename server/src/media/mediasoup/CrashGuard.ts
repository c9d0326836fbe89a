import type { After } from '../after.ts';

const windowMs = 60_000;
const deathsInWindow = 5;
const firstBackOffMs = 10_000;
const maxBackOffMs = 60_000;

/** Counts deaths of workers, so that a crash loop becomes a pause and not a spin. */
export class CrashGuard {
  readonly #after: After;
  readonly #forget = new Set<() => void>();
  #backOffMs = firstBackOffMs;

  constructor(after: After) {
    this.#after = after;
  }

  /** True while too many have died lately: no new room should begin. */
  get tripped(): boolean {
    return this.#forget.size >= deathsInWindow;
  }

  /** One more death. The answer is how long to wait before the next try, in ms; 0 as long as this is an ordinary event. */
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
