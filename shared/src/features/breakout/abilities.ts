import type { AbilityRules } from '../../core/abilities.ts';

/** The ability to manage the rooms of a meeting. */
export const breakoutAbilities = {
  breakoutManage: { from: 'moderator' },
} as const satisfies AbilityRules;
