import { poll } from '@plenum/shared/features/poll/contract';
import { viewPolls } from '@plenum/shared/features/poll/reduce';
import { holdersOf } from '../../room/audience.ts';
import { countPersons } from '../../ballot/onePerson.ts';
import type { Context } from '../../room/serve.ts';

export type PollContext = Context<typeof poll>;

/**
 * Brings who may make polls and how many may vote up to date, before anything is told to them: rights are those of now,
 * not of the last time that somebody looked.
 */
export function updateRights(context: PollContext): void {
  const makers = holdersOf(context.members, 'pollCreate');
  for (const member of context.state.makers) {
    if (!makers.includes(member)) context.emit('makerRemoved', { member }, { to: [member] });
  }
  for (const member of makers) {
    if (context.state.makers.includes(member)) continue;
    const { drafts, backs } = viewPolls({ ...context.state, makers: [member] }, member);
    context.emit('makerAdded', { member, drafts, backs }, { to: [member] });
  }
  const voters = votersIn(context);
  const isAnyOpen = context.state.polls.some(({ status }) => status === 'open');
  if (isAnyOpen && voters !== context.state.voters) context.emit('electorate', { voters });
}

/** The same when people come and go; as long as nobody has made a poll there is nothing to hide or to count. */
export function onPeopleChanged(context: PollContext): void {
  const { polls, drafts } = context.state;
  if (polls.length + drafts.length > 0) updateRights(context);
}

/** How many persons in the room may vote: two windows of one browser are one. */
export function votersIn({ members }: PollContext): number {
  return countPersons(members.filter(({ abilities }) => abilities.includes('pollVote')));
}
