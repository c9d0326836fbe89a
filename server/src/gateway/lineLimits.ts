import type { Contract, Limit } from '@plenum/shared/core/contract';
import { AppError } from '@plenum/shared/core/errors';
import { isShallow } from '@plenum/shared/core/wire';
import { TokenBucket } from '../room/TokenBucket.ts';

/** How many refused messages a line may cause before it counts as flooding. */
const tolerated = { burst: 200, perSecond: 20 } as const;
/** Bytes: a full page of a board pasted at once and a third more; then a megabyte a second. */
const bytesPerLine = { burst: 8 * 1_048_576, perSecond: 1_048_576 } as const;

/** Refuses what no message may be, whatever its name. @throws AppError `invalid` */
export function requireShallow(message: unknown): void {
  if (!isShallow(message)) throw new AppError('invalid', 'This message is nested too deeply.');
}

/** The answer to a message of a line that has used up its allowance. */
export function tooManyMessages(): AppError {
  return new AppError('limited', 'This line sends more than all commands together allow. Wait a moment and send less.');
}

/**
 * What one line may send: as much as the contracts allow for all their messages at the same time. A client that keeps
 * to the limit of each message never reaches this one; repeats, unknown names and refused messages count as well.
 */
export function lineLimit(contracts: readonly Contract[], kind: 'commands' | 'requests'): Limit {
  const limits = contracts.flatMap((contract) => Object.values(contract[kind])).map(({ limit }) => limit);
  return {
    // One more for what rounding loses.
    burst: limits.reduce((sum, { burst }) => sum + burst, 1),
    perSecond: limits.reduce((sum, { perSecond }) => sum + perSecond, 0),
  };
}

/** Watches one line: how much it sends, counted before anything is parsed, and how often it goes on after a refusal. */
export class Allowance {
  readonly #messages: TokenBucket;
  readonly #bytes: TokenBucket;
  readonly #refusals: TokenBucket;
  readonly #now: () => number;

  /** @param now monotonic ms */
  constructor(messages: Limit, now: () => number) {
    this.#now = now;
    this.#messages = new TokenBucket(messages, now());
    this.#bytes = new TokenBucket(bytesPerLine, now());
    this.#refusals = new TokenBucket(tolerated, now());
  }

  /** Counts one message; false when it is one too many or too large for now. */
  takes(bytes: number): boolean {
    return this.#messages.take(this.#now()) && this.#bytes.take(this.#now(), bytes);
  }

  /** Counts one refusal; false when it was one too many: the line is to be closed as flooding. */
  bears(): boolean {
    return this.#refusals.take(this.#now());
  }
}
