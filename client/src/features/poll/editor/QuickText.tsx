import { pollLimits } from '@plenum/shared/features/poll/limits';
import { readQuickPoll } from '@plenum/shared/features/poll/quickPoll';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button.tsx';
import { LongField } from '../../../ui/LongField.tsx';
import { filled, type PollForm } from './pollForm.ts';

interface Props {
  readonly form: PollForm;
  readonly write: (part: Partial<PollForm>) => void;
}

/** Fills in the form from a text with a question and its options. */
export function QuickText({ form, write }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [missed, setMissed] = useState(false);
  const list = (words: string) => words.split(',');
  const read = () => {
    const found = readQuickPoll(text, {
      yes: list(t('poll.quickWords.yes')),
      no: list(t('poll.quickWords.no')),
      abstain: list(t('poll.quickWords.abstain')),
      true: list(t('poll.quickWords.true')),
      false: list(t('poll.quickWords.false')),
    });
    setMissed(!found);
    if (!found) return;
    write(filled(form, found));
    setText('');
  };
  return (
    <details>
      <summary className="rounded-control px-1 py-2.5 text-accent-text">{t('poll.form.paste')}</summary>
      <div className="pt-1">
        <LongField
          label={t('poll.form.pasteLabel')}
          value={text}
          onChange={(next) => {
            setText(next);
            setMissed(false);
          }}
          note={t('poll.form.pasteHint')}
          problem={missed ? t('poll.form.nothingFound') : undefined}
          rows={4}
          maxLength={pollLimits.textLength}
        >
          <Button isDisabled={text.trim() === ''} onPress={read}>
            {t('poll.form.read')}
          </Button>
        </LongField>
      </div>
    </details>
  );
}
