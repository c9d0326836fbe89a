import { AppError } from '@plenum/shared/core/errors';
import type { MemberId, PollId } from '@plenum/shared/core/ids';
import { type Answer, isAllowed } from '@plenum/shared/features/poll/setup';
import { holderOf, presentHolderOf } from '../../ballot/onePerson.ts';
import type { MemberView } from '../../room/serve.ts';
import { requireOpen } from './opening.ts';
import { announceVoters } from './progress.ts';
import { type PollContext, updateRights } from './rights.ts';

/**
 * Takes the one vote of a person in a named poll. A second window of the same browser changes the vote of the first
 * and takes it over.
 * @throws AppError `notFound`, `invalid`, `conflict` when the vote is final
 */
export function takeVote(context: PollContext, { id: member, name, person }: MemberView, id: PollId, answer: Answer) {
  updateRights(context);
  const { poll, back } = requireOpen(context, id, false);
  if (!isAllowed(poll.setup, answer))
    throw new AppError('invalid', 'The answer does not fit the options of this poll.');
  const { votes, holders = {} } = back;
  const holds = (one: MemberId) => Object.hasOwn(votes, one);
  const voter = { id: member, person };
  // Only votes from before decision 0034 lack a holder; searching all members for them is slow in a large room.
  const isAllNoted = Object.keys(votes).length <= Object.keys(holders).length;
  const before =
    holderOf(voter, holders, holds) ?? (isAllNoted ? undefined : presentHolderOf(voter, context.members, holds));
  if (before !== undefined && !poll.setup.changeable) {
    const where = before === member ? 'already' : 'in another window';
    throw new AppError('conflict', `You have voted ${where}.`);
  }
  const toldOf = (voter: string) => ({ to: [...new Set([voter, ...context.state.makers])] });
  if (person !== undefined && before !== member) context.emit('held', { poll: id, person, member }, { to: [] });
  if (before !== undefined && before !== member) context.emit('moved', { poll: id, member: before }, toldOf(before));
  context.emit('voted', { poll: id, member, vote: { name, answer } }, toldOf(member));
  if (before === undefined) announceVoters(context, id);
}
