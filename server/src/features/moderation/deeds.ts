import type { Deed } from '@plenum/shared/features/moderation/contract';
import { changesOfAudience } from '../../room/audience.ts';
import type { Asked, ModerationContext } from './people.ts';

/** Brings who may see what moderators did up to date, before anything is told to them. */
export function updateWatchers(context: ModerationContext): void {
  const { watchers } = context.state;
  const { came, went } = changesOfAudience(watchers, context.members, 'memberManage');
  for (const member of went) context.emit('watcherRemoved', { member }, { to: [member] });
  for (const member of came) {
    const { deeds, bans } = context.state;
    context.emit('watcherAdded', { member, deeds, bans }, { to: [member] });
  }
}

/** Writes down who did what, for those who moderate. */
export function note(context: Asked, what: Deed['what'], more: Pick<Deed, 'about' | 'detail'> = {}): void {
  noteOf(context, { by: context.member.name, what, ...more });
}

/** The same of what was done in another feature. */
export function noteOf(context: ModerationContext, deed: Omit<Deed, 'at'>): void {
  updateWatchers(context);
  context.emit('noted', { ...deed, at: context.now() }, { to: context.state.watchers });
}
