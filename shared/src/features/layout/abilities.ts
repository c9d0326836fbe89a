import type { AbilityRules } from '../../core/abilities.ts';

/** Who may choose the layout for everyone. */
export const layoutAbilities = {
  layoutPush: { from: 'moderator', presenter: true },
} as const satisfies AbilityRules;
