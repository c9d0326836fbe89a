import { AppError } from '@plenum/shared/core/errors';
import type { PollId } from '@plenum/shared/core/ids';
import type { Outcome } from '@plenum/shared/features/poll/contract';
import { countDoubled } from '../../ballot/onePerson.ts';
import { countBallots, countVotes } from './count.ts';
import { isOpenAt, requirePoll } from './opening.ts';
import { announceVotersNow } from './progress.ts';
import { type PollContext, updateRights, votersIn } from './rights.ts';

/** Closes a poll: later answers are refused. Named votes are counted at once, ballots when the box has been read. */
export function closePoll(context: PollContext, id: PollId): void {
  updateRights(context);
  const { poll, back } = requirePoll(context, id);
  if (poll.status !== 'open') throw new AppError('conflict', 'This poll is closed.');
  announceVotersNow(context, id);
  const doubled = countDoubled(back.holders ?? {}, context.members);
  context.emit('closed', { poll: id, entitled: votersIn(context), doubled });
  if (poll.setup.secret) context.openBox(id);
  else context.emit('counted', { poll: id, result: countVotes(poll, back) }, { to: context.state.makers });
}

/** Counts the ballots of a closed poll and empties the box. Fewer ballots than the minimum are destroyed uncounted. */
export function countBox(context: PollContext, id: PollId, values: readonly unknown[]): void {
  const { poll, back } = requirePoll(context, id);
  if (back.result) return;
  updateRights(context);
  context.emit('counted', { poll: id, result: countBallots(poll, values) }, { to: context.state.makers });
  context.emptyBox(id);
}

/** Closes the polls whose time is over. */
export function closeDue(context: PollContext): void {
  for (const poll of context.state.polls) {
    if (poll.status === 'open' && !isOpenAt(poll, context.now())) closePoll(context, poll.id);
  }
}

/** After a restart: reads the boxes of secret polls that are closed and not counted. */
export function openUncounted(context: PollContext): void {
  for (const { id, setup, status } of context.state.polls) {
    if (setup.secret && status !== 'open' && !context.state.backs[id]?.result) context.openBox(id);
  }
}

/**
 * Returns the published form of a result.
 * @throws AppError `conflict` without a result, or for the names of a secret
 * poll
 */
export function outcomeOf(context: PollContext, id: PollId, names: boolean): Outcome {
  const { poll, back } = requireOver(context, id);
  const { result, right, votes } = back;
  if (result?.kind !== 'counted' || result.ballots === 0) {
    throw new AppError('conflict', 'This poll has no result to publish.');
  }
  if (names && poll.setup.secret) throw new AppError('conflict', 'A secret poll has no names to publish.');
  return { result, ...(right && { right }), ...(names && { votes }) };
}

/** Finds a poll that is counted and not published. @throws AppError `notFound`, `conflict` */
export function requireOver(context: PollContext, id: PollId) {
  const found = requirePoll(context, id);
  if (found.poll.status === 'published') throw new AppError('conflict', 'This poll is already published.');
  if (found.poll.status === 'open' || !found.back.result)
    throw new AppError('conflict', 'This poll is not counted yet.');
  return found;
}
