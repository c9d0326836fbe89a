import type { AbilityRules } from '../../core/abilities.ts';

/** Who may manage raised hands. */
export const handAbilities = {
  handManage: { from: 'moderator' },
} as const satisfies AbilityRules;
