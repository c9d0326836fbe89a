import type { AbilityRules } from '../../core/abilities.ts';

/** Abilities for messages and their files. */
export const chatAbilities = {
  chatSend: { from: 'guest', lock: 'publicChat' },
  /** The lock closes talks between members; writing to a moderator stays possible. */
  chatPrivate: { from: 'guest', lock: 'privateChat' },
  chatAttach: { from: 'participant' },
  chatModerate: { from: 'moderator' },
} as const satisfies AbilityRules;
