import type { AbilityRules } from '../../core/abilities.ts';

/** The ability to choose the layout for everyone. */
export const layoutAbilities = {
  layoutPush: { from: 'moderator', presenter: true },
} as const satisfies AbilityRules;
