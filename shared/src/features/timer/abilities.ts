import type { AbilityRules } from '../../core/abilities.ts';

/** Who may start, stop and change the timer. */
export const timerAbilities = {
  timerManage: { from: 'moderator', presenter: true },
} as const satisfies AbilityRules;
