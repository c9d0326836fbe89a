import type { Poll } from '@plenum/shared/features/poll/contract';
import { answerText, findBallot } from '@plenum/shared/features/poll/results';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../ui/Field.tsx';

interface Props {
  readonly poll: Poll;
  readonly labels: readonly string[];
}

/** Lets voters find their own ballot by its code. Nothing that they type leaves the page. */
export function BallotCheck({ poll, labels }: Props) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const wanted = code.trim().toUpperCase();
  const ballot = findBallot(poll, wanted);
  return (
    <details>
      <summary className="rounded-control px-1 py-2.5 text-accent-text">{t('poll.check.title')}</summary>
      <div className="flex flex-col gap-2 pt-1">
        <Field label={t('poll.check.label')} value={code} onChange={setCode} maxLength={40} autoComplete="off" />
        <p aria-live="polite" dir="auto">
          {ballot && t('poll.check.found', { answer: answerText(ballot.answer, labels) })}
          {!ballot && wanted.length >= codeLength && t('poll.check.missing')}
        </p>
      </div>
    </details>
  );
}

const codeLength = 24;
