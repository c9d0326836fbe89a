import type { ErrorCode } from '@plenum/shared/core/errors';
import { pollLimits } from '@plenum/shared/features/poll/limits';
import type { Answer, PollSetup } from '@plenum/shared/features/poll/setup';
import { Vote } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { aside } from '@plenum/shared/core/aside';
import { codeOf, wordsOfError } from '../../../app/errorWords.ts';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { OptionMarks } from './OptionMarks.tsx';
import { answerOf, type Marks, marksOf } from './voting.ts';

interface Props {
  readonly setup: PollSetup;
  /** The earlier answer, when the voter changes it. */
  readonly before?: Answer | undefined;
  /** What a voter must know before voting, in words. */
  readonly notes: readonly string[];
  readonly send: (answer: Answer) => Promise<void>;
  /** Words for error codes with a special meaning here. */
  readonly refusals?: Partial<Record<ErrorCode, string>>;
  readonly onCancel?: () => void;
}

/** The form in which a member votes. */
export function VoteForm({ setup, before, notes, send, refusals, onCancel }: Props) {
  const { t } = useTranslation();
  const [marks, setMarks] = useState<Marks>(() => marksOf(before));
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const typed = setup.choice.kind === 'typed';
  const mark = (next: Partial<Marks>) => {
    setMarks({ ...marks, ...next });
    setError(undefined);
  };
  const vote = async () => {
    if (busy) return;
    const answer = answerOf(setup, marks);
    if (!answer) return setError(typed ? t('poll.unreadable', { max: pollLimits.answerLength }) : t('poll.incomplete'));
    setBusy(true);
    try {
      await send(answer);
    } catch (reason) {
      setError(refusals?.[codeOf(reason)] ?? t(wordsOfError(reason)));
    }
    setBusy(false);
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        aside(vote());
      }}
    >
      {typed ? (
        <Field
          label={t('poll.answerLabel')}
          value={marks.text}
          onChange={(text) => mark({ text })}
          maxLength={pollLimits.answerLength}
        />
      ) : (
        <OptionMarks setup={setup} picks={marks.picks} onChange={(picks) => mark({ picks })} />
      )}
      <p className="text-sm text-dim">{notes.join(' ')}</p>
      <p aria-live="polite" className="text-sm text-danger-text empty:hidden">
        {error}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" busy={busy}>
          <Vote aria-hidden="true" className="size-5" />
          {t('poll.vote')}
        </Button>
        {onCancel && (
          <Button look="quiet" onPress={onCancel}>
            {t('poll.keep')}
          </Button>
        )}
      </div>
    </form>
  );
}
