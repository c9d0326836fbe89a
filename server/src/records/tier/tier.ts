import type { Tier } from '@plenum/shared/api/tier/contract';
import type { Acting } from '@plenum/shared/core/asker';
import type { RecordParts } from '../parts.ts';

/** The tiers, which operators edit. */
export class Tiers {
  readonly #parts: Pick<RecordParts, 'store'>;

  constructor(parts: Pick<RecordParts, 'store'>) {
    this.#parts = parts;
  }

  list(): Promise<Tier[]> {
    return this.#parts.store.ask.tiers.list();
  }

  async set(acting: Acting, tier: Tier): Promise<Tier> {
    await this.#parts.store.ask.tiers.set({ acting, tier });
    return tier;
  }

  remove(acting: Acting, tier: string): Promise<void> {
    return this.#parts.store.ask.tiers.remove({ acting, tier });
  }
}
