import type { AbilityRules } from '../../core/abilities.ts';

/** The ability to manage raised hands. */
export const handAbilities = {
  handManage: { from: 'moderator' },
} as const satisfies AbilityRules;
