import type { Deed } from '@plenum/shared/features/moderation/contract';
import { changesOfAudience } from '../../room/audience.ts';
import type { CallerContext, ModerationContext } from './people.ts';

/** Adds and removes watchers by the present rights. Call it before an event to the watchers. */
export function updateWatchers(context: ModerationContext): void {
  const { watchers } = context.state;
  const { came, went } = changesOfAudience(watchers, context.members, 'memberManage');
  for (const member of went) context.emit('watcherRemoved', { member }, { to: [member] });
  for (const member of came) {
    const { deeds, bans } = context.state;
    context.emit('watcherAdded', { member, deeds, bans }, { to: [member] });
  }
}

/** Records an act of the caller for moderators. */
export function note(context: CallerContext, what: Deed['what'], more: Pick<Deed, 'about' | 'detail'> = {}): void {
  noteOf(context, { by: context.member.name, what, ...more });
}

/** Records an act in another feature, whose author is not the caller. */
export function noteOf(context: ModerationContext, deed: Omit<Deed, 'at'>): void {
  updateWatchers(context);
  context.emit('noted', { ...deed, at: context.now() }, { to: context.state.watchers });
}
