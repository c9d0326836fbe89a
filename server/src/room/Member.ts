import type { Ability } from '@plenum/shared/core/abilities';
import type { Needs, Limit } from '@plenum/shared/core/contract';
import { AppError } from '@plenum/shared/core/errors';
import type { MemberId } from '@plenum/shared/core/ids';
import { TokenBucket } from './TokenBucket.ts';
import type { Line, Loss } from './ports.ts';
import type { Comer, MemberView } from './serve.ts';

/** Where a member's room line stands. `joining`: it waits for its seat to be in the log. `outside`: they wait to be let in. */
export type Connection =
  | { readonly state: 'offline'; readonly stopWaiting: () => void }
  | { readonly state: 'joining'; readonly line: Line }
  | { readonly state: 'outside'; readonly line: Line }
  | { readonly state: 'online'; readonly line: Line };

/** How often a member may come back with another line. */
const returns: Limit = { burst: 20, perSecond: 0.5 };

/** One person (or bot) in a room; survives the loss of its line. */
export class Member {
  readonly id: MemberId;
  connection: Connection;
  /** What spoke for them when they came; in memory only, so unknown after a restart until their line is back. */
  cameAs: Pick<Comer, 'standing' | 'origin'> | undefined;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(id: MemberId, connection: Connection) {
    this.id = id;
    this.connection = connection;
  }

  /** The socket that private events go to; undefined unless there is one that has been welcomed. */
  get line(): Line | undefined {
    const { connection } = this;
    return connection.state === 'online' || connection.state === 'outside' ? connection.line : undefined;
  }

  /** True when `line` is the one that counts, subscribed or not. */
  owns(line: Line): boolean {
    return this.connection.state !== 'offline' && this.connection.line === line;
  }

  /** Each line that comes is told what was missed, and everybody that it came. @throws AppError `limited` */
  requirePatience(now: number): void {
    if (!this.mayAskNow('', returns, now))
      throw new AppError('limited', 'You came back very often just now. Wait a moment.');
  }

  /** False when this member has asked for `name` more often than its limit allows. */
  mayAskNow(name: string, limit: Limit, now: number): boolean {
    let bucket = this.#buckets.get(name);
    if (!bucket) {
      bucket = new TokenBucket(limit, now);
      this.#buckets.set(name, bucket);
    }
    return bucket.take(now);
  }
}

/** How long whoever closed the page is awaited, in ms: they may only have loaded it anew. */
const longestReload = 15_000;

/** How long a seat waits for its line to come back, in ms. */
export function patienceAfter(loss: Loss, graceMs: number): number {
  return loss === 'parting' ? Math.min(longestReload, graceMs) : graceMs;
}

/** The ability that this input takes; undefined when none, or when the input is too broken to tell (it will not parse). */
function abilityNeeded(needs: Needs | undefined, input: unknown): Ability | undefined {
  if (needs === undefined || typeof needs === 'string') return needs;
  if (input === null || typeof input !== 'object') return undefined;
  const value: unknown = Reflect.get(input, needs.field);
  return typeof value === 'string' && Object.hasOwn(needs.of, value) ? needs.of[value] : undefined;
}

/** @param asker is looked up only where an ability is needed. @throws AppError `forbidden` when they do not have it */
export function requireAbility(asker: () => MemberView, needs: Needs | undefined, input: unknown): void {
  const ability = abilityNeeded(needs, input);
  if (ability && !asker().abilities.includes(ability)) throw new AppError('forbidden', 'You may not do this here.');
}
