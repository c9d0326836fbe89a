import type { Ability } from '@plenum/shared/core/abilities';
import type { Needs, Limit } from '@plenum/shared/core/contract';
import { AppError } from '@plenum/shared/core/errors';
import type { MemberId } from '@plenum/shared/core/ids';
import { TokenBucket } from './TokenBucket.ts';
import type { Line, Loss } from './ports.ts';
import type { Comer, MemberView } from './serve.ts';

/** The state of a member's room line. `joining`: the seat is not in the log yet. `outside`: the member waits to be let in. */
export type Connection =
  | { readonly state: 'offline'; readonly stopWaiting: () => void }
  | { readonly state: 'joining'; readonly line: Line }
  | { readonly state: 'outside'; readonly line: Line }
  | { readonly state: 'online'; readonly line: Line };

/** How often a member may come back with a new line. */
const returns: Limit = { burst: 20, perSecond: 0.5 };

/** One person (or bot) in a room; survives the loss of its line. */
export class Member {
  readonly id: MemberId;
  connection: Connection;
  /** How the member came in; in memory only, so undefined after a restart until the line is back. */
  cameAs: Pick<Comer, 'standing' | 'origin'> | undefined;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(id: MemberId, connection: Connection) {
    this.id = id;
    this.connection = connection;
  }

  /** The line that gets private events; undefined unless it has been welcomed. */
  get line(): Line | undefined {
    const { connection } = this;
    return connection.state === 'online' || connection.state === 'outside' ? connection.line : undefined;
  }

  /** True when `line` is the member's current one, welcomed or not. */
  owns(line: Line): boolean {
    return this.connection.state !== 'offline' && this.connection.line === line;
  }

  /** Takes one of the member's returns: each costs a welcome and an event to all members. @throws AppError `limited` */
  requirePatience(now: number): void {
    if (!this.mayAskNow('', returns, now))
      throw new AppError('limited', 'You came back very often just now. Wait a moment.');
  }

  /** Takes one of `name`; false when the member has asked for it more often than its limit allows. */
  mayAskNow(name: string, limit: Limit, now: number): boolean {
    let bucket = this.#buckets.get(name);
    if (!bucket) {
      bucket = new TokenBucket(limit, now);
      this.#buckets.set(name, bucket);
    }
    return bucket.take(now);
  }
}

/** How long the seat of a closed page waits, in ms: the member may only have reloaded it. */
const longestReload = 15_000;

/** How long a seat waits for its line to come back, in ms. */
export function patienceAfter(loss: Loss, graceMs: number): number {
  return loss === 'parting' ? Math.min(longestReload, graceMs) : graceMs;
}

/** The ability that this input takes; undefined when none is needed, or when the input is malformed and will not parse. */
function abilityNeeded(needs: Needs | undefined, input: unknown): Ability | undefined {
  if (needs === undefined || typeof needs === 'string') return needs;
  if (input === null || typeof input !== 'object') return undefined;
  const value: unknown = Reflect.get(input, needs.field);
  return typeof value === 'string' && Object.hasOwn(needs.of, value) ? needs.of[value] : undefined;
}

/** @param caller is called only when an ability is needed. @throws AppError `forbidden` when the caller lacks the ability */
export function requireAbility(caller: () => MemberView, needs: Needs | undefined, input: unknown): void {
  const ability = abilityNeeded(needs, input);
  if (ability && !caller().abilities.includes(ability)) throw new AppError('forbidden', 'You may not do this here.');
}
