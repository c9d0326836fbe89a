import type { AbilityRules } from '../../core/abilities.ts';

/** The ability to let people in. */
export const lobbyAbilities = {
  lobbyManage: { from: 'moderator' },
} as const satisfies AbilityRules;
