import type { MemberId } from '@plenum/shared/core/ids';

/** The number of new aliases after which all are checked. It is larger than the number of events in any welcome. */
const mostNew = 10_000;

interface Kept {
  readonly feature: string;
  readonly member: MemberId;
  readonly alias: MemberId;
  /** False once nothing named the member when the aliases were last checked. */
  isNamed: boolean;
}

/** Other ids of members, one for each feature. Forgets members who left and whom no state names any more. */
export class Aliases {
  readonly #newId: () => string;
  readonly #mostNew: number;
  readonly #kept = new Map<string, Kept>();
  readonly #issued = new Set<MemberId>();
  #new = 0;

  constructor(newId: () => string, most: number = mostNew) {
    this.#newId = newId;
    this.#mostNew = most;
  }

  get size(): number {
    return this.#kept.size;
  }

  /** True when there are enough new aliases to check all of them. */
  get isDue(): boolean {
    return this.#new >= this.#mostNew;
  }

  /** True for an id that is an alias, and not the real id of a member. */
  has(id: MemberId): boolean {
    return this.#issued.has(id);
  }

  /** The alias of a member in one feature; the same at every call. */
  of(feature: string, member: MemberId): MemberId {
    const key = `${feature} ${member}`;
    const known = this.#kept.get(key);
    if (known) {
      known.isNamed = true;
      return known.alias;
    }
    const alias = this.#newId();
    this.#kept.set(key, { feature, member, alias, isNamed: true });
    this.#issued.add(alias);
    this.#new += 1;
    return alias;
  }

  /** Forgets aliases that are unnamed at this check and were unnamed at the last one: a client may still have to catch up. */
  forget(isNamed: (feature: string, member: MemberId) => boolean): void {
    this.#new = 0;
    for (const [key, kept] of this.#kept) {
      const wasNamed = kept.isNamed;
      kept.isNamed = isNamed(kept.feature, kept.member);
      if (wasNamed || kept.isNamed) continue;
      this.#kept.delete(key);
      this.#issued.delete(kept.alias);
    }
  }
}
