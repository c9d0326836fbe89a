import { AppError, assertNever } from '@plenum/shared/core/errors';
import type { MemberId } from '@plenum/shared/core/ids';
import { holdersOf } from '../../room/audience.ts';
import { note } from './deeds.ts';
import { type CallerContext, requireMember } from './people.ts';

/** Gives the presenter's mark to a member; without `member`, takes it from the presenter. */
export function present(context: CallerContext, member: MemberId | undefined): void {
  const { presenter } = context.state;
  if (presenter === member) return;
  if (member === undefined) {
    context.emit('presented', {});
    note(context, 'unpresented');
    return;
  }
  const { name: about } = requireMember(context, member);
  context.emit('presented', { member });
  note(context, 'presented', { about });
}

/**
 * Makes the caller the presenter, or asks the members who may choose, by the policy. True when they were asked.
 * @throws AppError `forbidden` where moderators choose, `conflict` when no member who may choose is here
 */
export function takePresenter(context: CallerContext): boolean {
  const { member, state } = context;
  if (state.presenter === member.id) return false;
  const policy = member.abilities.includes('presenterSet') ? 'anyone' : state.presenterPolicy;
  switch (policy) {
    case 'anyone':
      present(context, member.id);
      return false;
    case 'ask': {
      const to = holdersOf(context.members, 'presenterSet');
      if (to.length === 0) throw new AppError('conflict', 'No member who may choose the presenter is here.');
      context.emit('notified', { what: 'presenterAsked', by: member.name, member: member.id }, { to });
      return true;
    }
    case 'moderators':
      throw new AppError('forbidden', 'Moderators choose the presenter here.');
    default:
      return assertNever(policy);
  }
}
