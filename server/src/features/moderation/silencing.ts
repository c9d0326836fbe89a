import type { MemberId } from '@plenum/shared/core/ids';
import type { PayloadOf } from '@plenum/shared/core/contract';
import type { media } from '@plenum/shared/features/media/contract';
import { outranks } from '@plenum/shared/features/moderation/rights';
import { note, noteOf } from './deeds.ts';
import { type CallerContext, type ModerationContext, requireBelow } from './people.ts';

type Stopped = PayloadOf<typeof media, 'stopped'>;

/** Mutes the microphone of a member who is not above the caller. */
export function mute(context: CallerContext, id: MemberId): void {
  const { name: about } = requireBelow(context, id);
  context.emit('silenced', { members: [id], by: context.member.name });
  note(context, 'muted', { about });
}

/** Mutes all members but the caller and members above; with `sparePresenter` also not the presenter. */
export function muteAll(context: CallerContext, sparePresenter: boolean): void {
  const { id: caller, role, name: by } = context.member;
  const spared = sparePresenter ? context.state.presenter : undefined;
  const members = context.members
    .filter((member) => member.id !== caller && member.id !== spared && !outranks(member.role, role))
    .map(({ id }) => id);
  if (members.length > 0) context.emit('silenced', { members, by });
  note(context, sparePresenter ? 'mutedOthers' : 'mutedAll');
}

/** Tells the sender of a stopped stream who stopped it, and records the act. */
export function onStopped(context: ModerationContext, { member, source, by }: Stopped): void {
  const nameOf = (id: MemberId) => context.find(id)?.name ?? '';
  const notice = { what: 'stopped', by: nameOf(by), source } as const;
  context.emit('notified', notice, { to: [member] });
  noteOf(context, { by: nameOf(by), what: 'stopped', about: nameOf(member), detail: source });
}
