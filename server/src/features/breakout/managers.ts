import { breakout } from '@plenum/shared/features/breakout/contract';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { changesOfAudience } from '../../room/audience.ts';
import { type Listener, on } from '../../room/serve.ts';
import type { BreakoutContext } from './rooms.ts';

/** Adds and removes managers by the present rights. Call it before an event to the managers. */
export function updateManagers(context: BreakoutContext): void {
  const { came, went } = changesOfAudience(context.state.managers, context.members, 'breakoutManage');
  if (came.length + went.length === 0) return;
  const stay = context.state.managers.filter((id) => !went.includes(id));
  context.emit('managed', { members: [...stay, ...came] }, { to: [...came, ...went] });
}

/** The same when rights change. Does nothing before the first plan: then there is nothing to hide. */
export function followRights(context: BreakoutContext): void {
  const { draft, saved, running, past, managers } = context.state;
  const isUsed = draft.revision > 0 || saved.length > 0 || running !== undefined || past.length > 0;
  if (isUsed || managers.length > 0) updateManagers(context);
}

export const followManagers: readonly Listener[] = [
  on(breakout, presence, 'joined', followRights),
  on(breakout, presence, 'left', followRights),
  on(breakout, presence, 'everyoneLeft', followRights),
  on(breakout, presence, 'promoted', followRights),
  on(breakout, moderation, 'granted', followRights),
];
