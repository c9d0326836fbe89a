import type { MemberId } from '@plenum/shared/core/ids';

/** After so many new ones they are looked through. It takes more events than a client is ever told to catch up. */
const mostNew = 10_000;

interface Kept {
  readonly feature: string;
  readonly member: MemberId;
  readonly alias: MemberId;
  /** False once nothing named the member when the aliases were looked through. */
  isNamed: boolean;
}

/** Other ids of members, one for each feature. People who left and whom nothing names any more are forgotten. */
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

  /** True when so many came that it is worth looking through them. */
  get isDue(): boolean {
    return this.#new >= this.#mostNew;
  }

  /** True for an id that is one of these, and no member's own. */
  has(id: MemberId): boolean {
    return this.#issued.has(id);
  }

  /** The other id of a member in one feature; the same every time. */
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

  /** Forgets those that are named by nothing, and were not the last time either: a client may still have to catch up. */
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
