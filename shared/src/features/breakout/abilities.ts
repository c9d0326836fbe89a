import type { AbilityRules } from '../../core/abilities.ts';

/** Who may manage rooms. */
export const breakoutAbilities = {
  breakoutManage: { from: 'moderator' },
} as const satisfies AbilityRules;
