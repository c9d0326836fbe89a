import { AppError } from '@plenum/shared/core/errors';
import type { MemberId } from '@plenum/shared/core/ids';
import { moderationLimits } from '@plenum/shared/features/moderation/limits';
import type { StateOf } from '@plenum/shared/core/contract';
import type { moderation } from '@plenum/shared/features/moderation/contract';
import { outranks } from '@plenum/shared/features/moderation/rights';
import type { Comer, MemberView } from '../../room/serve.ts';
import { note, updateWatchers } from './deeds.ts';
import { type Asked, requireBelow } from './people.ts';

/** Sends somebody away; with a ban, all that is known to be theirs, now and later. */
export function remove(context: Asked, id: MemberId, ban: boolean): void {
  const target = requireBelow(context, id);
  if (isSame(target, context.member)) throw new AppError('conflict', 'You cannot remove yourself: leave instead.');
  const { name: about } = target;
  if (ban) banPerson(context, target);
  const going = ban ? context.members.filter((member) => isSame(member, target)) : [target];
  const by = context.member.name;
  const to = going.map((member) => member.id);
  context.emit('notified', { what: ban ? 'banned' : 'removed', by }, { to });
  for (const { id: member, person } of going) {
    context.emit('removed', { member, ...(person !== undefined && { person }) }, { to: [] });
  }
  note(context, ban ? 'banned' : 'removed', { about });
}

/** @throws AppError `notFound` */
export function pardon(context: Asked, id: string): void {
  const ban = context.state.bans.find((one) => one.id === id);
  if (!ban) throw new AppError('notFound', 'This ban is lifted already.');
  updateWatchers(context);
  context.emit('pardoned', { ban: id }, { to: context.state.watchers });
  note(context, 'pardoned', { about: ban.name });
}

/** Keeps out who was sent away, gives back the role that somebody had last, and lets only hosts into a meeting that is over. */
export function atDoor({ behind, ended }: StateOf<typeof moderation>, comer: Comer): Comer {
  const isBarred = behind.barred.some(({ person }) => person === comer.person);
  if (isBarred || behind.removed.some(({ member }) => member === comer.id))
    throw new AppError('forbidden', 'You were sent out of this meeting.');
  const role = behind.roles.find(({ member }) => member === comer.id)?.role ?? comer.role;
  if (ended && role !== 'host') throw new AppError('closed', 'This meeting is over.');
  return { ...comer, role };
}

function isSame(one: MemberView, other: MemberView): boolean {
  return one.id === other.id || (one.person !== undefined && one.person === other.person);
}

function banPerson(context: Asked, { name, person }: MemberView): void {
  const isAboveMe = context.members.some(
    (member) => member.person === person && person !== undefined && outranks(member.role, context.member.role),
  );
  if (isAboveMe) throw new AppError('forbidden', 'This person has more rights than you.');
  if (context.state.bans.length >= moderationLimits.bansPerRoom) {
    throw new AppError('full', 'Too many are banned already: lift a ban first.');
  }
  updateWatchers(context);
  const ban = context.newId();
  const { name: by } = context.member;
  context.emit('banned', { id: ban, name, by, at: context.now() }, { to: context.state.watchers });
  if (person !== undefined) context.emit('barred', { ban, person }, { to: [] });
}
