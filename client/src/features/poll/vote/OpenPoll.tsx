import { type Poll, poll as contract } from '@plenum/shared/features/poll/contract';
import { answerText } from '@plenum/shared/features/poll/results';
import { minimumOf } from '@plenum/shared/features/poll/setup';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useMeeting, useSession } from '../../../app/session.ts';
import { useAsk } from '../../../app/useAsk.ts';
import { Button } from '../../../ui/Button.tsx';
import { PollCard } from '../PollCard.tsx';
import { labelsOf, useBack, useBallotDesk, useMakes, useVotes } from '../polls.ts';
import { Receipt } from './Receipt.tsx';
import { VoteForm } from './VoteForm.tsx';

/** A poll that takes answers. */
export function OpenPoll({ poll }: { readonly poll: Poll }) {
  const { t } = useTranslation();
  const ask = useAsk();
  const makes = useMakes();
  const votes = useVotes();
  const Voting = poll.setup.secret ? SecretVote : NamedVote;
  return (
    <PollCard poll={poll}>
      {votes ? <Voting poll={poll} /> : <p className="text-dim">{t('poll.mayNot')}</p>}
      {makes && <Button onPress={() => void ask(contract, 'close', { poll: poll.id })}>{t('poll.close')}</Button>}
    </PollCard>
  );
}

function NamedVote({ poll }: { readonly poll: Poll }) {
  const { t } = useTranslation();
  const session = useSession();
  const me = useMeeting((state) => state.me.id);
  const answer = useBack(poll.id)?.votes[me]?.answer;
  const [changing, setChanging] = useState(false);
  const { setup } = poll;
  if (answer && !changing) {
    return (
      <>
        <p dir="auto" className="rounded-control bg-accent-soft px-3 py-2 text-accent-text">
          {t('poll.yourVote', { answer: answerText(answer, labelsOf(setup.choice, t)) })}
        </p>
        {setup.changeable ? (
          <Button onPress={() => setChanging(true)}>{t('poll.change')}</Button>
        ) : (
          <p className="text-sm text-dim">{t('poll.isFinal')}</p>
        )}
      </>
    );
  }
  return (
    <VoteForm
      setup={setup}
      before={answer}
      notes={[t('poll.explainNamed'), setup.changeable ? t('poll.mayChange') : t('poll.isFinal')]}
      send={async (next) => {
        await session.send(contract, 'vote', { poll: poll.id, answer: next });
        setChanging(false);
      }}
      {...(setup.changeable ? {} : { refusals: { conflict: t('poll.votedElsewhere') } })}
      {...(answer ? { onCancel: () => setChanging(false) } : {})}
    />
  );
}

function SecretVote({ poll: { id, setup } }: { readonly poll: Poll }) {
  const { t } = useTranslation();
  const desk = useBallotDesk();
  const ballot = useStore(desk.store, (state) => state[id]);
  if (!globalThis.isSecureContext) return <p className="text-danger-text">{t('poll.insecure')}</p>;
  if (ballot?.kind === 'lost') return <p className="text-amber-text">{t('poll.paperLost')}</p>;
  if (ballot?.kind === 'refused') return <p className="text-danger-text">{t('poll.paperRefused')}</p>;
  if (ballot?.kind === 'outdated') return <p className="text-amber-text">{t('poll.paperOutdated')}</p>;
  if (ballot?.kind === 'cast') {
    return (
      <>
        <p className="rounded-control bg-accent-soft px-3 py-2 text-accent-text">{t('poll.inTheBox')}</p>
        {ballot.code !== undefined && <Receipt code={ballot.code} onKept={() => desk.forgetCode(id)} />}
      </>
    );
  }
  return (
    <VoteForm
      setup={setup}
      notes={[t('poll.explainSecret'), t('poll.explainMinimum', { count: minimumOf(setup) }), t('poll.isFinal')]}
      send={(answer) => desk.cast(id, answer)}
    />
  );
}
