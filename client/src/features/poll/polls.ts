import type { StateOf } from '@plenum/shared/core/contract';
import { type Poll, poll, type PollBack } from '@plenum/shared/features/poll/contract';
import { type Choice, fixedOptions, optionsOf } from '@plenum/shared/features/poll/setup';
import type { TFunction } from 'i18next';
import { useStore } from 'zustand';
import { useMeeting, useSession } from '../../app/session.ts';
import { stateOf } from '../../core/store.ts';
import { BallotDesk, type BallotState } from './vote/BallotDesk.ts';

/** The state of the polls as this person sees it. */
export function usePollState(): StateOf<typeof poll> {
  return useMeeting((state) => stateOf(state, poll));
}

/** The part of one poll that differs between members: the own vote, and more for members who make polls. */
export function useBack(id: string): PollBack | undefined {
  return useMeeting((state) => stateOf(state, poll).backs[id]);
}

/** True when this person may make polls. */
export function useMakes(): boolean {
  return useMeeting(({ me }) => me.abilities.includes('pollCreate'));
}

/** True when this person may vote. */
export function useVotes(): boolean {
  return useMeeting(({ me }) => me.abilities.includes('pollVote'));
}

/** This person's ballot papers. */
export function useBallotDesk(): BallotDesk {
  return BallotDesk.of(useSession());
}

/** The states of a ballot in which the voter has nothing left to do. */
const withoutVote: readonly BallotState['kind'][] = ['cast', 'lost', 'refused', 'outdated'];

/** Returns the open polls that `me` has not answered; `ballots` are the papers of secret ones. */
export function unanswered(
  { polls, backs }: Pick<StateOf<typeof poll>, 'polls' | 'backs'>,
  ballots: Readonly<Record<string, BallotState>>,
  me: string,
): readonly Poll[] {
  // Without a paper this person cannot vote, so the poll does not wait for a vote.
  const isDone = (id: string) => withoutVote.includes(ballots[id]?.kind ?? 'asking');
  const isAnswered = ({ id, setup }: Poll) => (setup.secret ? isDone(id) : Object.hasOwn(backs[id]?.votes ?? {}, me));
  return polls.filter((one) => one.status === 'open' && !isAnswered(one));
}

/** The number of polls that wait for my vote. */
export function useWaitingPolls(): number {
  const ballots = useStore(useBallotDesk().store);
  const state = usePollState();
  const me = useMeeting((meeting) => meeting.me);
  return me.abilities.includes('pollVote') ? unanswered(state, ballots, me.id).length : 0;
}

/** Returns the label of each option, in the person's language. */
export function labelsOf(choice: Choice, t: TFunction): readonly string[] {
  const { kind } = choice;
  const isFixed = kind === 'yesNo' || kind === 'yesNoAbstain' || kind === 'trueFalse';
  return isFixed ? fixedOptions[kind].map((option) => t(`poll.fixed.${option}`)) : optionsOf(choice);
}
