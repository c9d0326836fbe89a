import type { AbilityRules } from '../../core/abilities.ts';

/** Who may send reactions. */
export const reactionAbilities = {
  reactionSend: { from: 'guest', lock: 'reactions' },
} as const satisfies AbilityRules;
