import type { AbilityRules } from '../../core/abilities.ts';

/** Who may start, pause and stop recordings. */
export const recordingAbilities = {
  recordingControl: { from: 'moderator', presenter: true },
} as const satisfies AbilityRules;
