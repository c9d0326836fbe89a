import type { MemberId } from '@plenum/shared/core/ids';
import type { Source } from '@plenum/shared/features/media/contract';
import { outranks } from '@plenum/shared/features/moderation/rights';
import { note } from './deeds.ts';
import { type Asked, requireBelow } from './people.ts';

export function mute(context: Asked, id: MemberId): void {
  const { name: about } = requireBelow(context, id);
  context.emit('silenced', { members: [id], by: context.member.name });
  note(context, 'muted', { about });
}

/** Everybody but the asker and whoever stands above them. */
export function muteAll(context: Asked, sparePresenter: boolean): void {
  const { id: asker, role, name: by } = context.member;
  const spared = sparePresenter ? context.state.presenter : undefined;
  const members = context.members
    .filter((member) => member.id !== asker && member.id !== spared && !outranks(member.role, role))
    .map(({ id }) => id);
  if (members.length > 0) context.emit('silenced', { members, by });
  note(context, sparePresenter ? 'mutedOthers' : 'mutedAll');
}

/** Ends what somebody sends; they may send again as long as they have the right. */
export function stop(context: Asked, member: MemberId, source: Source): void {
  const { name: about } = requireBelow(context, member);
  context.emit('stopped', { member, source }, { to: [] });
  context.emit('notified', { what: 'stopped', by: context.member.name, source }, { to: [member] });
  note(context, 'stopped', { about, detail: source });
}
