import { AppError } from '@plenum/shared/core/errors';
import type { Clock } from './room/ports.ts';
import type { Store } from './storage/ports.ts';

/** How long one append that failed makes the server unready, in ms: longer than the pause between two checks from outside. */
const troubleMs = 60_000;
const words = 'Writing to the log of a meeting has failed within the last minute; the log of the server says why.';

/**
 * Remembers that the store has refused to append. The probe of the database writes a few bytes, and a disk that is nearly full
 * still takes these when a larger append fails.
 */
export class AppendWatch {
  readonly #clock: Clock;
  #failedAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Words for an operator when an append has failed within the last minute. */
  get trouble(): string | undefined {
    return this.#clock.monotonic() - this.#failedAt < troubleMs ? words : undefined;
  }

  /** The same store, watched. A conflict or a payload that is no JSON is the caller's fault, and does not count. */
  over(store: Store): Store {
    return new Proxy(store, {
      get: (target, name) => {
        if (name === 'append') return (...args: Parameters<Store['append']>) => this.#watch(target.append(...args));
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }

  async #watch(append: Promise<void>): Promise<void> {
    try {
      await append;
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'unavailable') this.#failedAt = this.#clock.monotonic();
      throw error;
    }
  }
}
