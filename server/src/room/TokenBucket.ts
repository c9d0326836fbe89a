import type { Limit } from '@plenum/shared/core/contract';

/** A limit that allows a burst and refills with time. The caller gives the time, in ms. */
export class TokenBucket {
  readonly #limit: Limit;
  #tokens: number;
  #at: number;

  constructor(limit: Limit, now: number) {
    this.#limit = limit;
    this.#tokens = limit.burst;
    this.#at = now;
  }

  /** True when at least one token is left. */
  has(now: number): boolean {
    this.#refill(now);
    return this.#tokens >= 1;
  }

  /**
   * Takes tokens; false when none is left. A larger amount than is left may be taken once: the bucket refills from below
   * zero.
   */
  take(now: number, amount: number = 1): boolean {
    if (!this.has(now)) return false;
    this.#tokens -= amount;
    return true;
  }

  /** Refills for the time since the last call; a clock that goes back refills nothing. */
  #refill(now: number): void {
    const seconds = Math.max(0, now - this.#at) / 1000;
    this.#tokens = Math.min(this.#limit.burst, this.#tokens + seconds * this.#limit.perSecond);
    this.#at = now;
  }
}
