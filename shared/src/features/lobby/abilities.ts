import type { AbilityRules } from '../../core/abilities.ts';

/** Who may let people in. */
export const lobbyAbilities = {
  lobbyManage: { from: 'moderator' },
} as const satisfies AbilityRules;
