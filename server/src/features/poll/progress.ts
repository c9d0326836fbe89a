import type { StateOf } from '@plenum/shared/core/contract';
import type { PollId } from '@plenum/shared/core/ids';
import type { poll as contract, PollBack } from '@plenum/shared/features/poll/contract';
import type { PollContext } from './rights.ts';

// Everybody is told how many have voted. After each vote that would be as many frames as people, times as many votes: an
// assembly of 500 that votes in one second would hold up the whole server. So it is told four times a second at most.

/** Between two times that everybody is told, in ms. */
const gatherMs = 250;

/** How many have voted, told or not. */
function countVoters({ votes, used }: PollBack): number {
  return Object.keys(votes).length + used.length;
}

/** After a vote: tells everybody how many have voted, now or when the poll is woken for it. */
export function tellProgress(context: PollContext, id: PollId): void {
  const toldAt = context.state.backs[id]?.toldAt ?? -Infinity;
  const now = context.now();
  // A clock that goes back must not silence the poll.
  if (now < toldAt || now >= toldAt + gatherMs) tellProgressNow(context, id);
}

/** The same without waiting. Nothing when everybody knows. */
export function tellProgressNow(context: PollContext, id: PollId): void {
  const back = Object.hasOwn(context.state.backs, id) ? context.state.backs[id] : undefined;
  const told = context.state.polls.find((one) => one.id === id)?.voted;
  const voted = back && countVoters(back);
  if (voted !== undefined && voted !== told) context.emit('progressed', { poll: id, voted });
}

/** When people are to be told of votes that they were not told of, epoch ms. */
export function progressTimes({ polls, backs }: StateOf<typeof contract>): number[] {
  return polls.flatMap(({ id, status, voted }) => {
    const back = status === 'open' && Object.hasOwn(backs, id) ? backs[id] : undefined;
    return back && countVoters(back) !== voted ? (back.toldAt ?? 0) + gatherMs : [];
  });
}

/** Tells what is due in each open poll. */
export function tellDueProgress(context: PollContext): void {
  for (const { id, status } of context.state.polls) if (status === 'open') tellProgress(context, id);
}
