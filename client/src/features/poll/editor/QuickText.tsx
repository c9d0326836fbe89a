import { pollLimits } from '@plenum/shared/features/poll/limits';
import { readQuickPoll } from '@plenum/shared/features/poll/quickPoll';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button.tsx';
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
  const [fieldId, noteId] = [useId(), useId()];
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
      <div className="flex flex-col gap-2 pt-1">
        <label htmlFor={fieldId} className="font-bold">
          {t('poll.form.pasteLabel')}
        </label>
        <textarea
          id={fieldId}
          dir="auto"
          rows={4}
          value={text}
          maxLength={pollLimits.textLength}
          aria-describedby={noteId}
          aria-invalid={missed}
          onChange={(event) => {
            setText(event.target.value);
            setMissed(false);
          }}
          className="w-full rounded-control border border-edge bg-ground px-3.5 py-2"
        />
        <p id={noteId} aria-live="polite" className={missed ? 'text-sm text-danger-text' : 'text-sm text-dim'}>
          {missed ? t('poll.form.nothingFound') : t('poll.form.pasteHint')}
        </p>
        <Button isDisabled={text.trim() === ''} onPress={read}>
          {t('poll.form.read')}
        </Button>
      </div>
    </details>
  );
}
