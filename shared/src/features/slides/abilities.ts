import type { AbilityRules } from '../../core/abilities.ts';

/** Who may upload presentations and turn their pages. */
export const slidesAbilities = {
  slideShow: { from: 'moderator', presenter: true },
  slideUpload: { from: 'moderator', presenter: true },
} as const satisfies AbilityRules;
