import { AppError } from '@plenum/shared/core/errors';
import type { PollId } from '@plenum/shared/core/ids';
import type { Outcome } from '@plenum/shared/features/poll/contract';
import { countDoubled } from '../../ballot/onePerson.ts';
import { countBallots, countVotes } from './count.ts';
import { isOpenAt, requirePoll } from './opening.ts';
import { tellProgressNow } from './progress.ts';
import { type PollContext, updateRights, votersIn } from './rights.ts';

/** From here on no answer counts. Named votes are counted at once, ballots when the box has been read from the store. */
export function closePoll(context: PollContext, id: PollId): void {
  updateRights(context);
  const { poll, back } = requirePoll(context, id);
  if (poll.status !== 'open') throw new AppError('conflict', 'This poll is closed.');
  tellProgressNow(context, id);
  const doubled = countDoubled(back.holders ?? {}, context.members);
  context.emit('closed', { poll: id, entitled: votersIn(context), doubled });
  if (poll.setup.secret) context.openBox(id);
  else context.emit('counted', { poll: id, result: countVotes(poll, back) }, { to: context.state.makers });
}

/** The ballots of a closed poll: counted, and with fewer than promised destroyed uncounted. */
export function countBox(context: PollContext, id: PollId, values: readonly unknown[]): void {
  const { poll, back } = requirePoll(context, id);
  if (back.result) return;
  updateRights(context);
  context.emit('counted', { poll: id, result: countBallots(poll, values) }, { to: context.state.makers });
  context.emptyBox(id);
}

/** Closes what has reached its time. */
export function closeDue(context: PollContext): void {
  for (const poll of context.state.polls) {
    if (poll.status === 'open' && !isOpenAt(poll, context.now())) closePoll(context, poll.id);
  }
}

/** After a restart: the box of a secret poll that was closed but not counted. */
export function openUncounted(context: PollContext): void {
  for (const { id, setup, status } of context.state.polls) {
    if (setup.secret && status !== 'open' && !context.state.backs[id]?.result) context.openBox(id);
  }
}

/** What everybody learns when a poll is published. @throws AppError `conflict` when there is nothing to learn */
export function outcomeOf(context: PollContext, id: PollId, names: boolean): Outcome {
  const { poll, back } = requireOver(context, id);
  const { result, right, votes } = back;
  if (result?.kind !== 'counted' || result.ballots === 0) {
    throw new AppError('conflict', 'There is no result that could be shown.');
  }
  if (names && poll.setup.secret) throw new AppError('conflict', 'Nobody knows the names.');
  return { result, ...(right && { right }), ...(names && { votes }) };
}

/** A poll that is counted and not published yet. @throws AppError `notFound`, `conflict` */
export function requireOver(context: PollContext, id: PollId) {
  const found = requirePoll(context, id);
  if (found.poll.status === 'published') throw new AppError('conflict', 'This poll is published.');
  if (found.poll.status === 'open' || !found.back.result)
    throw new AppError('conflict', 'This poll is not counted yet.');
  return found;
}
