import type { Limit } from '@plenum/shared/core/contract';
import { TokenBucket } from '../room/TokenBucket.ts';

/** The most addresses that are kept; the one with the oldest attempt is dropped first. */
const mostKept = 50_000;

/** Bounds how often each address may do something. */
export class AddressRate {
  readonly #limit: Limit;
  readonly #now: () => number;
  readonly #kept: number;
  readonly #buckets = new Map<string, TokenBucket>();

  /** @param now monotonic ms */
  constructor(limit: Limit, now: () => number, kept: number = mostKept) {
    this.#limit = limit;
    this.#now = now;
    this.#kept = kept;
  }

  /** Takes one of the address; false when none is left. */
  takes(address: string): boolean {
    const bucket = this.#buckets.get(address) ?? new TokenBucket(this.#limit, this.#now());
    // Moved to the end: the map is in the order of the last attempt.
    this.#buckets.delete(address);
    this.#buckets.set(address, bucket);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > this.#kept && oldest !== undefined) this.#buckets.delete(oldest);
    return bucket.take(this.#now());
  }
}
