import type { AbilityRules } from '../../core/abilities.ts';

/** Who may extend a meeting that has a limit. */
export const durationAbilities = {
  durationExtend: { from: 'moderator' },
} as const satisfies AbilityRules;
