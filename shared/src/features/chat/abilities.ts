import type { AbilityRules } from '../../core/abilities.ts';

/** Who may write to whom. */
export const chatAbilities = {
  chatSend: { from: 'guest', lock: 'publicChat' },
  /** The lock: with each other; writing to a moderator is always possible. */
  chatPrivate: { from: 'guest', lock: 'privateChat' },
  chatAttach: { from: 'participant' },
  chatModerate: { from: 'moderator' },
} as const satisfies AbilityRules;
