import * as z from 'zod/mini';
import { anyone, endpoint, operators, perMinute } from '../../core/endpoint.ts';
import { TierId } from '../../core/ids.ts';
import { optionalSentence, sentence } from '../../core/text.ts';
import { Limits } from './limits.ts';

/** What a tier includes beside its limits. */
export const TierFeatures = z.strictObject({
  /** The discussion forum of the cooperative. */
  forum: z.boolean(),
  /** The general assembly of the cooperative. */
  assembly: z.boolean(),
});
export type TierFeatures = z.infer<typeof TierFeatures>;

const fields = {
  name: sentence(80),
  /** The minimum contribution, in words. */
  contribution: optionalSentence(80),
  limits: Limits,
  features: TierFeatures,
};
export const TierInput = z.strictObject({ ...fields, order: z.int().check(z.minimum(0), z.maximum(1_000)) });
export type TierInput = z.infer<typeof TierInput>;

export const Tier = z.object({
  id: TierId,
  name: z.string(),
  contribution: z.string(),
  limits: Limits,
  features: TierFeatures,
  order: z.int(),
});
export type Tier = z.infer<typeof Tier>;

const params = { tier: TierId };
const limit = { address: [perMinute(1_200)], person: perMinute(120) };

export const listTiers = endpoint({
  name: 'tier:list',
  summary: 'Returns the tiers of this server in their order.',
  method: 'GET',
  path: '/tiers',
  who: anyone,
  limit: { address: [perMinute(1_200)] },
  output: z.object({ tiers: z.array(Tier) }),
  errors: ['unavailable'],
});

export const setTier = endpoint({
  name: 'tier:set',
  summary: 'Makes a tier, or changes it for all organisations that have it.',
  method: 'PUT',
  path: '/tiers/:tier',
  who: operators,
  limit,
  params,
  input: TierInput,
  output: Tier,
  errors: ['full', 'unavailable'],
});

export const removeTier = endpoint({
  name: 'tier:remove',
  summary: 'Removes a tier that no organisation has.',
  method: 'DELETE',
  path: '/tiers/:tier',
  who: operators,
  limit,
  params,
  output: z.object({}),
  errors: ['conflict', 'unavailable'],
});
