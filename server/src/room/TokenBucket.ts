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

  /** Takes tokens, one when not said otherwise; none and false when there are too few. */
  take(now: number, count: number = 1): boolean {
    this.#refill(now);
    if (this.#tokens < count) return false;
    this.#tokens -= count;
    return true;
  }

  /** True when something is left, so that tokens can be borrowed. */
  has(now: number): boolean {
    this.#refill(now);
    return this.#tokens >= 1;
  }

  /** Takes tokens when any is left, also more than there are: what is owed is refilled first. */
  borrow(now: number, count: number): boolean {
    if (!this.has(now)) return false;
    this.#tokens -= count;
    return true;
  }

  /** A clock that goes back refills nothing. */
  #refill(now: number): void {
    const seconds = Math.max(0, now - this.#at) / 1000;
    this.#tokens = Math.min(this.#limit.burst, this.#tokens + seconds * this.#limit.perSecond);
    this.#at = now;
  }
}
