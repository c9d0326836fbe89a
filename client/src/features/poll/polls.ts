import type { StateOf } from '@plenum/shared/core/contract';
import { type Poll, poll, type PollBack } from '@plenum/shared/features/poll/contract';
import { type Choice, fixedOptions, optionsOf } from '@plenum/shared/features/poll/setup';
import type { TFunction } from 'i18next';
import { useStore } from 'zustand';
import { useMeeting, useSession } from '../../app/session.ts';
import { stateOf } from '../../core/store.ts';
import { useMedia } from '../../ui/useMedia.ts';
import { BallotDesk, type BallotState } from './BallotDesk.ts';

/** All that this person knows of the polls. */
export function usePollState(): StateOf<typeof poll> {
  return useMeeting((state) => stateOf(state, poll));
}

/** What not everybody knows of one poll. */
export function useBack(id: string): PollBack | undefined {
  return useMeeting((state) => stateOf(state, poll).backs[id]);
}

/** True for those who make polls. */
export function useMakes(): boolean {
  return useMeeting(({ me }) => me.abilities.includes('pollCreate'));
}

/** True for those who vote. */
export function useVotes(): boolean {
  return useMeeting(({ me }) => me.abilities.includes('pollVote'));
}

/** This person's ballot papers. */
export function useBallotDesk(): BallotDesk {
  return BallotDesk.of(useSession());
}

/** The states of a ballot in which there is nothing left to do for the voter. */
const withoutVote: readonly BallotState['kind'][] = ['cast', 'lost', 'refused', 'outdated'];

/** Those of the polls that are open and not answered by `me`; `ballots` are the papers of secret ones. */
export function unanswered(
  { polls, backs }: Pick<StateOf<typeof poll>, 'polls' | 'backs'>,
  ballots: Readonly<Record<string, BallotState>>,
  me: string,
): readonly Poll[] {
  // Without its paper a vote waits for nobody.
  const isDone = (id: string) => withoutVote.includes(ballots[id]?.kind ?? 'asking');
  const isAnswered = ({ id, setup }: Poll) => (setup.secret ? isDone(id) : Object.hasOwn(backs[id]?.votes ?? {}, me));
  return polls.filter((one) => one.status === 'open' && !isAnswered(one));
}

/** How many polls wait for my vote. */
export function useWaitingPolls(): number {
  const ballots = useStore(useBallotDesk().store);
  const state = usePollState();
  const me = useMeeting((meeting) => meeting.me);
  return me.abilities.includes('pollVote') ? unanswered(state, ballots, me.id).length : 0;
}

/** True where the bar has no place for the polls and "More" offers them. */
export function useNarrow(): boolean {
  return useMedia('(max-width: 899px)');
}

/** What stands beside each option, in the person's language. */
export function labelsOf(choice: Choice, t: TFunction): readonly string[] {
  const { kind } = choice;
  const isFixed = kind === 'yesNo' || kind === 'yesNoAbstain' || kind === 'trueFalse';
  return isFixed ? fixedOptions[kind].map((option) => t(`poll.fixed.${option}`)) : optionsOf(choice);
}
