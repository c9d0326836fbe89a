import { AppError } from '@plenum/shared/core/errors';
import type { MemberId } from '@plenum/shared/core/ids';
import { moderationLimits } from '@plenum/shared/features/moderation/limits';
import type { StateOf } from '@plenum/shared/core/contract';
import type { moderation } from '@plenum/shared/features/moderation/contract';
import { outranks } from '@plenum/shared/features/moderation/rights';
import type { Comer, MemberView } from '../../room/serve.ts';
import { note, updateWatchers } from './deeds.ts';
import { type CallerContext, requireBelow } from './people.ts';

/** Removes a member. With `ban`, removes all seats of the person and refuses later tickets. */
export function remove(context: CallerContext, id: MemberId, ban: boolean): void {
  const target = requireBelow(context, id);
  if (isSamePerson(target, context.member))
    throw new AppError('conflict', 'You cannot remove yourself: leave instead.');
  const { name: about } = target;
  if (ban) banPerson(context, target);
  const going = ban ? context.members.filter((member) => isSamePerson(member, target)) : [target];
  const by = context.member.name;
  const to = going.map((member) => member.id);
  context.emit('notified', { what: ban ? 'banned' : 'removed', by }, { to });
  for (const { id: member, person } of going) {
    context.emit('removed', { member, ...(person !== undefined && { person }) }, { to: [] });
  }
  note(context, ban ? 'banned' : 'removed', { about });
}

/** Lifts a ban. @throws AppError `notFound` when it is lifted already */
export function pardon(context: CallerContext, id: string): void {
  const ban = context.state.bans.find((one) => one.id === id);
  if (!ban) throw new AppError('notFound', 'This ban is lifted already.');
  updateWatchers(context);
  context.emit('pardoned', { ban: id }, { to: context.state.watchers });
  note(context, 'pardoned', { about: ban.name });
}

/**
 * Refuses removed members and banned persons, and members other than hosts when the meeting is over. Returns the comer with
 * the role that a moderator gave before. @throws AppError `forbidden`, `closed`
 */
export function atDoor({ behind, ended }: StateOf<typeof moderation>, comer: Comer): Comer {
  const isBarred = behind.barred.some(({ person }) => person === comer.person);
  if (isBarred || behind.removed.some(({ member }) => member === comer.id))
    throw new AppError('forbidden', 'You were removed from this meeting.');
  const role = behind.roles.find(({ member }) => member === comer.id)?.role ?? comer.role;
  if (ended && role !== 'host') throw new AppError('closed', 'This meeting is over until a host is back.');
  return { ...comer, role };
}

function isSamePerson(one: MemberView, other: MemberView): boolean {
  return one.id === other.id || (one.person !== undefined && one.person === other.person);
}

function banPerson(context: CallerContext, { name, person }: MemberView): void {
  const isAboveCaller = context.members.some(
    (member) => member.person === person && person !== undefined && outranks(member.role, context.member.role),
  );
  if (isAboveCaller) throw new AppError('forbidden', 'Another seat of this person has a higher role than yours.');
  if (context.state.bans.length >= moderationLimits.bansPerRoom) {
    throw new AppError('full', `A room keeps at most ${moderationLimits.bansPerRoom} bans. Lift one first.`);
  }
  updateWatchers(context);
  const ban = context.newId();
  const { name: by } = context.member;
  context.emit('banned', { id: ban, name, by, at: context.now() }, { to: context.state.watchers });
  if (person !== undefined) context.emit('barred', { ban, person }, { to: [] });
}
