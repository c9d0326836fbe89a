import { aside } from '@plenum/shared/core/aside';
import type { Poll } from '@plenum/shared/features/poll/contract';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../app/session.ts';
import { usePanelNews } from '../../app/meeting/panel/usePanelNews.ts';
import { useBallotDesk, usePollState, useVotes } from './polls.ts';

/** Characters after which a question in a toast is cut. */
const longestQuestion = 120;

/** Announces open polls and results, and takes ballot papers long before they are needed. */
export function PollWatcher() {
  const { t } = useTranslation();
  const { polls } = usePollState();
  const me = useMeeting((state) => state.me.id);
  const votes = useVotes();
  const desk = useBallotDesk();
  const told = useRef(polls);
  const news = usePanelNews('poll');
  const short = ({ setup }: Poll) => setup.question.slice(0, longestQuestion);
  const tell = useEffectEvent((before: readonly Poll[]) => {
    const { opened, published } = pollNews(before, polls);
    for (const one of opened.filter(({ openedBy }) => openedBy !== me)) {
      const words = t('poll.opened', { question: short(one) });
      news.say(one.id, { tone: 'calm', words, label: votes ? t('poll.vote') : t('poll.show') });
    }
    // The offer to vote ends with the poll.
    for (const { id, status } of before) if (status === 'open' && !isOpen(polls, id)) news.drop(id);
    for (const one of published) {
      const words = t('poll.resultShown', { question: short(one) });
      news.say(one.id, { tone: 'good', words, label: t('poll.show') });
    }
  });
  useEffect(() => {
    const before = told.current;
    told.current = polls;
    if (before !== polls) tell(before);
  }, [polls]);
  useEffect(() => {
    if (!votes) return;
    for (const { id, setup, status } of polls) if (setup.secret && status === 'open') aside(desk.prepare(id));
  }, [polls, votes, desk]);
  useEffect(() => {
    for (const { id, setup, status } of polls) if (setup.secret && status !== 'open') desk.discard(id);
  }, [polls, desk]);
  useEffect(() => desk.follow(), [desk]);
  return null;
}

/** Returns the changes between two states of the polls that every member should learn of. */
export function pollNews(
  before: readonly Poll[],
  now: readonly Poll[],
): { readonly opened: readonly Poll[]; readonly published: readonly Poll[] } {
  const was = (id: string) => before.find((one) => one.id === id)?.status;
  return {
    opened: now.filter(({ id, status }) => status === 'open' && was(id) === undefined),
    published: now.filter(({ id, status }) => status === 'published' && was(id) !== 'published'),
  };
}

function isOpen(polls: readonly Poll[], id: string): boolean {
  return polls.some((one) => one.id === id && one.status === 'open');
}
