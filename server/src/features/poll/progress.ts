import type { StateOf } from '@plenum/shared/core/contract';
import type { PollId } from '@plenum/shared/core/ids';
import type { poll as contract, PollBack } from '@plenum/shared/features/poll/contract';
import type { PollContext } from './rights.ts';

// A frame to each member after each vote is quadratic: an assembly of 500 that votes in one second would block the
// server.\n// So the number of votes is announced at most four times a second.

/** The time between two announcements, in ms. */
const gatherMs = 250;

/** Counts the voters of a poll, announced or not. */
function countVoters({ votes, used }: PollBack): number {
  return Object.keys(votes).length + used.length;
}

/** After a vote: announces the number of voters at once, or leaves it to the next wake-up of the room. */
export function announceVoters(context: PollContext, id: PollId): void {
  const toldAt = context.state.backs[id]?.toldAt ?? -Infinity;
  const now = context.now();
  // A clock that is set back must not stop the announcements.
  if (now < toldAt || now >= toldAt + gatherMs) announceVotersNow(context, id);
}

/** Announces the number of voters at once, if it has changed. */
export function announceVotersNow(context: PollContext, id: PollId): void {
  const back = Object.hasOwn(context.state.backs, id) ? context.state.backs[id] : undefined;
  const told = context.state.polls.find((one) => one.id === id)?.voted;
  const voted = back && countVoters(back);
  if (voted !== undefined && voted !== told) context.emit('progressed', { poll: id, voted });
}

/** Returns when open polls have to announce votes, in epoch ms. */
export function progressTimes({ polls, backs }: StateOf<typeof contract>): number[] {
  return polls.flatMap(({ id, status, voted }) => {
    const back = status === 'open' && Object.hasOwn(backs, id) ? backs[id] : undefined;
    return back && countVoters(back) !== voted ? (back.toldAt ?? 0) + gatherMs : [];
  });
}

/** Makes the announcements of open polls that are due. */
export function announceDueVoters(context: PollContext): void {
  for (const { id, status } of context.state.polls) if (status === 'open') announceVoters(context, id);
}
