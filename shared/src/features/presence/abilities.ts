import type { AbilityRules } from '../../core/abilities.ts';

/** Who may see the other members. */
export const presenceAbilities = {
  memberSee: { from: 'guest', lock: 'seePeople' },
} as const satisfies AbilityRules;
