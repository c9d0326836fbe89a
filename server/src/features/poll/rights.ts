import type { MemberId } from '@plenum/shared/core/ids';
import { Memo } from '@plenum/shared/core/Memo';
import { poll } from '@plenum/shared/features/poll/contract';
import { viewPolls } from '@plenum/shared/features/poll/reduce';
import { holdersOf } from '../../room/audience.ts';
import { countPersons } from '../../ballot/onePerson.ts';
import type { Context } from '../../room/serve.ts';

export type PollContext = Context<typeof poll>;

/** An assembly that votes at once changes nobody's rights: they are looked through once. */
const rightsOf = new Memo<{ readonly makers: readonly MemberId[]; readonly voters: number }>();

function rightsIn({ members }: PollContext) {
  return rightsOf.of([members], () => ({
    makers: holdersOf(members, 'pollCreate'),
    voters: countPersons(members.filter(({ abilities }) => abilities.includes('pollVote'))),
  }));
}

/**
 * Brings who may make polls and how many may vote up to date, before anything is told to them: rights are those of now,
 * not of the last time that somebody looked.
 */
export function updateRights(context: PollContext): void {
  const { makers, voters } = rightsIn(context);
  for (const member of context.state.makers) {
    if (!makers.includes(member)) context.emit('makerRemoved', { member }, { to: [member] });
  }
  for (const member of makers) {
    if (context.state.makers.includes(member)) continue;
    const { drafts, backs } = viewPolls({ ...context.state, makers: [member] }, member);
    context.emit('makerAdded', { member, drafts, backs }, { to: [member] });
  }
  const isAnyOpen = context.state.polls.some(({ status }) => status === 'open');
  if (isAnyOpen && voters !== context.state.voters) context.emit('electorate', { voters });
}

/** The same when people come and go; as long as nobody has made a poll there is nothing to hide or to count. */
export function onPeopleChanged(context: PollContext): void {
  const { polls, drafts } = context.state;
  if (polls.length + drafts.length > 0) updateRights(context);
}

/** How many persons in the room may vote: two windows of one browser are one. */
export function votersIn(context: PollContext): number {
  return rightsIn(context).voters;
}
