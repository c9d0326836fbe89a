import type { Poll } from '@plenum/shared/features/poll/contract';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../app/session.ts';
import { timeOfDay } from '../../app/wordsOfTime.ts';
import { usePollState } from './polls.ts';

/** The frame of one poll: its question, the given content, and at the foot the kind of poll and the number of votes. */
export function PollCard({ poll, children }: { readonly poll: Poll; readonly children: ReactNode }) {
  const { t, i18n } = useTranslation();
  const { voters } = usePollState();
  const offset = useMeeting((state) => state.clockOffsetMs);
  const titleId = useId();
  const isOpen = poll.status === 'open';
  const facts = [
    poll.setup.secret ? t('poll.secret') : t('poll.named'),
    ...(poll.isQuiz ? [t('poll.quiz')] : []),
    t('poll.progress', { voted: poll.voted, of: Math.max(poll.voted, poll.entitled ?? voters) }),
    ...(isOpen && poll.closesAt !== undefined
      ? [t('poll.closesAt', { time: timeOfDay(poll.closesAt - offset, i18n.language) })]
      : []),
    isOpen ? t('poll.open') : t('poll.closed'),
  ];
  return (
    <article aria-labelledby={titleId} className="flex flex-col gap-3 rounded-tile bg-raised p-3.5">
      <h4 id={titleId} dir="auto" className="font-bold [overflow-wrap:anywhere]">
        {poll.setup.question}
      </h4>
      {children}
      <p className="text-sm text-dim tabular">{facts.join(' · ')}</p>
    </article>
  );
}
