import type { Poll } from '@plenum/shared/features/poll/contract';
import { addsUp, answerText, barsOf } from '@plenum/shared/features/poll/results';
import { isRight } from '@plenum/shared/features/poll/setup';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../../app/session.ts';
import { BallotCheck } from '../vote/BallotCheck.tsx';
import { closedView } from './closedView.ts';
import { MakerActions } from './MakerActions.tsx';
import { PollCard } from '../PollCard.tsx';
import { labelsOf, useBack, useMakes } from '../polls.ts';
import { ResultBars } from './ResultBars.tsx';
import { TableButton } from './TableButton.tsx';

/** A closed poll: its result, or why none is shown. */
export function ClosedPoll({ poll }: { readonly poll: Poll }) {
  const { t } = useTranslation();
  const makes = useMakes();
  const back = useBack(poll.id);
  const labels = labelsOf(poll.setup.choice, t);
  const view = closedView(poll, back, makes);
  return (
    <PollCard poll={poll}>
      {view.kind === 'result' && (
        <ResultBars bars={barsOf(view.result, labels)} right={poll.outcome?.right ?? back?.right} />
      )}
      {view.kind === 'tooFew' && <p>{t('poll.tooFew', { count: view.minimum })}</p>}
      {view.kind === 'nobody' && <p>{t('poll.nobody')}</p>}
      {view.kind === 'result' && poll.doubled !== undefined && poll.doubled > 0 && (
        <p className="text-sm text-dim">
          {t(poll.setup.secret ? 'poll.doubledPapers' : 'poll.doubledVotes', { count: poll.doubled })}
        </p>
      )}
      {view.note && <p className="text-sm text-dim">{t(view.note)}</p>}
      {poll.status === 'published' && <Published poll={poll} labels={labels} />}
      {makes && <MakerActions poll={poll} hasResult={view.kind === 'result'} isCounted={back?.result !== undefined} />}
    </PollCard>
  );
}

interface PublishedProps {
  readonly poll: Poll;
  readonly labels: readonly string[];
}

function Published({ poll, labels }: PublishedProps) {
  const { t } = useTranslation();
  const me = useMeeting((state) => state.me.id);
  const mine = useBack(poll.id)?.votes[me]?.answer;
  const { right, votes } = poll.outcome ?? {};
  return (
    <>
      {mine && <p dir="auto">{t('poll.yourVote', { answer: answerText(mine, labels) })}</p>}
      {mine && right && <p>{isRight(right, mine) ? t('poll.youRight') : t('poll.youWrong')}</p>}
      {!addsUp(poll) && <p className="text-danger-text">{t('poll.mismatch')}</p>}
      {poll.setup.secret && <BallotCheck poll={poll} labels={labels} />}
      {votes && (
        <details>
          <summary className="rounded-control px-1 py-2.5 text-accent-text">{t('poll.whoVoted')}</summary>
          <ul className="flex flex-col gap-1 px-1">
            {Object.entries(votes).map(([id, { name, answer }]) => (
              <li key={id}>
                <bdi>{name || t('app.somebody')}</bdi>: <bdi>{answerText(answer, labels)}</bdi>
              </li>
            ))}
          </ul>
        </details>
      )}
      <TableButton poll={poll} labels={labels} />
    </>
  );
}
