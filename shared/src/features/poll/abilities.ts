import type { AbilityRules } from '../../core/abilities.ts';

/** Who may make polls and vote. */
export const pollAbilities = {
  pollCreate: { from: 'moderator', presenter: true },
  pollVote: { from: 'participant' },
} as const satisfies AbilityRules;
