import type { AbilityRules } from '../../core/abilities.ts';

/** Abilities to moderate members, change roles, choose the presenter and own the room. */
export const moderationAbilities = {
  memberManage: { from: 'moderator' },
  roleManage: { from: 'moderator' },
  presenterSet: { from: 'moderator' },
  roomManage: { from: 'host' },
} as const satisfies AbilityRules;
