import { AppError } from '@plenum/shared/core/errors';
import type { PollId } from '@plenum/shared/core/ids';
import { type Answer, isAllowed } from '@plenum/shared/features/poll/setup';
import { holderOf } from '../../ballot/onePerson.ts';
import type { MemberView } from '../../room/serve.ts';
import { requireOpen } from './opening.ts';
import { type PollContext, updateRights } from './rights.ts';

/**
 * One vote a person in a named poll. A second window of the same browser changes the vote of the first, and has it from
 * then on.
 * @throws AppError `notFound`, `invalid`, `conflict` when the vote is final
 */
export function takeVote(context: PollContext, { id: member, name, person }: MemberView, id: PollId, answer: Answer) {
  updateRights(context);
  const { poll, back } = requireOpen(context, id, false);
  if (!isAllowed(poll.setup, answer)) throw new AppError('invalid', 'This poll cannot be answered so.');
  const before = holderOf(
    { id: member, person },
    { holders: back.holders ?? {}, members: context.members, holds: (one) => Object.hasOwn(back.votes, one) },
  );
  if (before !== undefined && !poll.setup.changeable) {
    const where = before === member ? 'already' : 'in another window';
    throw new AppError('conflict', `You have voted ${where}.`);
  }
  const toldOf = (voter: string) => ({ to: [...new Set([voter, ...context.state.makers])] });
  if (person !== undefined && before !== member) context.emit('held', { poll: id, person, member }, { to: [] });
  if (before !== undefined && before !== member) context.emit('moved', { poll: id, member: before }, toldOf(before));
  context.emit('voted', { poll: id, member, vote: { name, answer } }, toldOf(member));
  if (before === undefined) context.emit('progressed', { poll: id, voted: poll.voted + 1 });
}
