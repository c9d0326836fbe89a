import { listTiers, removeTier, setTier } from '@plenum/shared/api/tier/contract';
import type { Tiers } from '../../../records/tier/tier.ts';
import { type Serving, serving } from '../serving.ts';

/** Serves the tiers. */
export function tierServings(tiers: Tiers): readonly Serving[] {
  return [
    serving(listTiers, { handle: async () => ({ tiers: await tiers.list() }) }),
    serving(setTier, { handle: ({ acting, params, input }) => tiers.set(acting, { id: params.tier, ...input }) }),
    serving(removeTier, {
      async handle({ acting, params }) {
        await tiers.remove(acting, params.tier);
        return {};
      },
    }),
  ];
}
