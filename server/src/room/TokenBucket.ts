import type { Limit } from '@plenum/shared/core/contract';

/** A burst that refills with time. Time is given by the caller, in milliseconds. */
export class TokenBucket {
  readonly #limit: Limit;
  #tokens: number;
  #at: number;

  constructor(limit: Limit, now: number) {
    this.#limit = limit;
    this.#tokens = limit.burst;
    this.#at = now;
  }

  /** Takes tokens, one when not said otherwise; none and false when there are too few. A clock that goes back refills nothing. */
  take(now: number, count: number = 1): boolean {
    const seconds = Math.max(0, now - this.#at) / 1000;
    this.#tokens = Math.min(this.#limit.burst, this.#tokens + seconds * this.#limit.perSecond);
    this.#at = now;
    if (this.#tokens < count) return false;
    this.#tokens -= count;
    return true;
  }
}
