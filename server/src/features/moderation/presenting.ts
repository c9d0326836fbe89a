import { AppError, assertNever } from '@plenum/shared/core/errors';
import type { MemberId } from '@plenum/shared/core/ids';
import { holdersOf } from '../../room/audience.ts';
import { note } from './deeds.ts';
import { type Asked, requireMember } from './people.ts';

/** Hands on the mark, or takes it from whoever has it. */
export function present(context: Asked, member: MemberId | undefined): void {
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

/** Makes the asker the presenter where that is theirs to take, or passes their wish on. True when it was passed on. */
export function takePresenter(context: Asked): boolean {
  const { member, state } = context;
  if (state.presenter === member.id) return false;
  const policy = member.abilities.includes('presenterSet') ? 'anyone' : state.presenterPolicy;
  switch (policy) {
    case 'anyone':
      present(context, member.id);
      return false;
    case 'ask': {
      const to = holdersOf(context.members, 'presenterSet');
      if (to.length === 0) throw new AppError('conflict', 'Nobody is here who could decide this.');
      context.emit('notified', { what: 'presenterAsked', by: member.name, member: member.id }, { to });
      return true;
    }
    case 'moderators':
      throw new AppError('forbidden', 'Moderators choose the presenter here.');
    default:
      return assertNever(policy);
  }
}
