import { AppError } from '@plenum/shared/core/errors';
import { limits } from '@plenum/shared/core/limits';
import { isShallow } from '@plenum/shared/core/wire';
import { TokenBucket } from '../room/TokenBucket.ts';

/** How many refused messages a line may cause before it counts as flooding. */
const tolerated = { burst: 200, perSecond: 20 } as const;

/** Refuses what no message may be, whatever its name. @throws AppError `invalid` */
export function requireBounded(message: unknown): void {
  if (!isShallow(message)) throw new AppError('invalid', 'This message is nested too deeply.');
  if (Buffer.byteLength(JSON.stringify(message) ?? '') > limits.messageBytes) {
    throw new AppError('invalid', 'This message is too large.');
  }
}

/** Watches one line for somebody who goes on after being refused. */
export class Patience {
  readonly #refusals: TokenBucket;
  readonly #now: () => number;

  /** @param now monotonic ms */
  constructor(now: () => number) {
    this.#now = now;
    this.#refusals = new TokenBucket(tolerated, now());
  }

  /** Counts one refusal; false when it was one too many. */
  bears(): boolean {
    return this.#refusals.take(this.#now());
  }
}
