import type { Limit } from '@plenum/shared/core/contract';
import { TokenBucket } from '../room/TokenBucket.ts';

/** So many addresses are remembered; whose last attempt is longest ago is forgotten first. */
const mostKept = 50_000;

/** How often each address may do something. */
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

  /** False when it was once too often. */
  takes(address: string): boolean {
    const bucket = this.#buckets.get(address) ?? new TokenBucket(this.#limit, this.#now());
    // To the end: the order is that of the last attempt.
    this.#buckets.delete(address);
    this.#buckets.set(address, bucket);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > this.#kept && oldest !== undefined) this.#buckets.delete(oldest);
    return bucket.take(this.#now());
  }
}
