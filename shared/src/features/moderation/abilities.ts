import type { AbilityRules } from '../../core/abilities.ts';

/** Who may moderate members, change roles, choose the presenter and own the room. */
export const moderationAbilities = {
  memberManage: { from: 'moderator' },
  roleManage: { from: 'moderator' },
  presenterSet: { from: 'moderator' },
  roomManage: { from: 'host' },
} as const satisfies AbilityRules;
