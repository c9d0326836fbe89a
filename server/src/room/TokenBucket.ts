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

  /** True when something can be taken. */
  has(now: number): boolean {
    this.#refill(now);
    return this.#tokens >= 1;
  }

  /** Takes tokens; false when there is none. More than there are can be taken once: they are owed, and refilled first. */
  take(now: number, amount: number = 1): boolean {
    if (!this.has(now)) return false;
    this.#tokens -= amount;
    return true;
  }

  /** A clock that goes back refills nothing. */
  #refill(now: number): void {
    const seconds = Math.max(0, now - this.#at) / 1000;
    this.#tokens = Math.min(this.#limit.burst, this.#tokens + seconds * this.#limit.perSecond);
    this.#at = now;
  }
}
