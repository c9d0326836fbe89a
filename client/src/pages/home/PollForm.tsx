import type { Prepared } from '@plenum/shared/api/space/prepared';
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
import { type PollDraft, type PollKind, pollDraft, pollKinds, setupOf } from './preparing.ts';

interface Props {
  readonly space: string;
  /** The poll that is changed; absent for a new one. */
  readonly item?: Extract<Prepared, { kind: 'poll' }> | undefined;
  readonly onDone: () => Promise<void>;
}

/** Writes a poll that meetings begin with; in the meeting it can be changed before it opens. */
export function PollForm({ space, item, onDone }: Props) {
  const { t } = useTranslation('service');
  const [draft, setDraft] = useState(() => pollDraft(item?.setup));
  const [isTried, setTried] = useState(false);
  const { busy, error, send } = useSending();
  const set = (change: Partial<PollDraft>) => setDraft((before) => ({ ...before, ...change }));
  const { question, kind, options, secret } = draft;
  const kinds: readonly PollKind[] = pollDraft(item?.setup).kind === 'kept' ? [...pollKinds, 'kept'] : pollKinds;
  const setup = z.safeParse(PollSetup, setupOf(draft, item?.setup));
  const hasQuestion = question.trim() !== '';
  const save = async () => {
    setTried(true);
    if (!setup.success) return;
    const content = { kind: 'poll' as const, setup: setup.data };
    const ask = () => (item ? api.changePrepared(space, item.id, { content }) : api.addPrepared(space, { content }));
    if (await send(ask)) await onDone();
  };
  return (
    <Form submit={t(item ? 'prepared.keepChange' : 'prepared.keep')} busy={busy} error={error} onSubmit={save}>
      <Field
        label={t('prepared.question')}
        value={question}
        onChange={(next) => set({ question: next })}
        maxLength={pollLimits.questionLength}
        autoComplete="off"
        error={isTried && !hasQuestion ? t('prepared.noQuestion') : undefined}
      />
      <Select
        label={t('prepared.answers')}
        options={kinds.map((id) => ({ id, label: t(`prepared.kind.${id}`) }))}
        chosen={kind}
        onChoose={(id) => set({ kind: kinds.find((one) => one === id) ?? kind })}
        placeholder=""
      />
      {kind === 'custom' && (
        <LongField
          label={t('prepared.options')}
          value={options}
          onChange={(next) => set({ options: next })}
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
      <Switch on={secret} onChange={(next) => set({ secret: next })}>
        {t('prepared.secret')}
      </Switch>
    </Form>
  );
}
