import { pollLimits } from '@plenum/shared/features/poll/limits';
import { PollSetup } from '@plenum/shared/features/poll/setup';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { Field } from '../../ui/Field.tsx';
import { LongField } from '../../ui/LongField.tsx';
import { Select } from '../../ui/Select.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { api } from '../service/api.ts';
import { Form } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';

const kinds = ['yesNo', 'yesNoAbstain', 'custom'] as const;
type Kind = (typeof kinds)[number];

interface Props {
  readonly space: string;
  readonly onDone: () => Promise<void>;
}

/** Writes a poll that meetings begin with; in the meeting it can be changed before it opens. */
export function PollForm({ space, onDone }: Props) {
  const { t } = useTranslation('service');
  const [question, setQuestion] = useState('');
  const [kind, setKind] = useState<Kind>('yesNo');
  const [options, setOptions] = useState('');
  const [secret, setSecret] = useState(false);
  const [isTried, setTried] = useState(false);
  const { busy, error, send } = useSending();
  const lines = options
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const choice = kind === 'custom' ? { kind, options: lines } : { kind };
  const setup = z.safeParse(PollSetup, { question: question.trim(), choice, secret });
  const hasQuestion = question.trim() !== '';
  const save = async () => {
    setTried(true);
    if (!setup.success) return;
    if (await send(() => api.addPrepared(space, { content: { kind: 'poll', setup: setup.data } }))) await onDone();
  };
  return (
    <Form submit={t('prepared.keep')} busy={busy} error={error} onSubmit={save}>
      <Field
        label={t('prepared.question')}
        value={question}
        onChange={setQuestion}
        maxLength={pollLimits.questionLength}
        autoComplete="off"
        error={isTried && !hasQuestion ? t('prepared.noQuestion') : undefined}
      />
      <Select
        label={t('prepared.answers')}
        options={kinds.map((id) => ({ id, label: t(`prepared.kind.${id}`) }))}
        chosen={kind}
        onChoose={(id) => setKind(kinds.find((one) => one === id) ?? kind)}
        placeholder=""
      />
      {kind === 'custom' && (
        <LongField
          label={t('prepared.options')}
          value={options}
          onChange={setOptions}
          problem={
            isTried && hasQuestion && !setup.success
              ? t('prepared.wrongOptions', { most: pollLimits.options })
              : undefined
          }
          note={t('prepared.optionsNote')}
          rows={4}
          maxLength={pollLimits.options * (pollLimits.optionLength + 1)}
        />
      )}
      <Switch on={secret} onChange={setSecret}>
        {t('prepared.secret')}
      </Switch>
    </Form>
  );
}
