import type { MemberId } from '@plenum/shared/core/ids';
import { Memo } from '@plenum/shared/core/Memo';
import { poll } from '@plenum/shared/features/poll/contract';
import { viewPolls } from '@plenum/shared/features/poll/reduce';
import { holdersOf } from '../../room/audience.ts';
import { countPersons } from '../../ballot/onePerson.ts';
import type { Context } from '../../room/serve.ts';

export type PollContext = Context<typeof poll>;

/** Computed once for each list of members, because votes do not change rights. */
const rightsOf = new Memo<{ readonly makers: readonly MemberId[]; readonly voters: number }>();

function rightsIn({ members }: PollContext) {
  return rightsOf.of([members], () => ({
    makers: holdersOf(members, 'pollCreate'),
    voters: countPersons(members.filter(({ abilities }) => abilities.includes('pollVote'))),
  }));
}

/**
 * Announces changes of who may make polls and how many may vote. Handlers call it before other events, so that these
 * go to the members with the right of now.
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

/** Updates the rights when members come, go or change. Rooms without polls and drafts have nothing to update. */
export function onPeopleChanged(context: PollContext): void {
  const { polls, drafts } = context.state;
  if (polls.length + drafts.length > 0) updateRights(context);
}

/** Counts the persons in the room who may vote. Several windows of one browser are one person. */
export function votersIn(context: PollContext): number {
  return rightsIn(context).voters;
}
