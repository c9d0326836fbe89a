import { BreakoutPlan } from '@plenum/shared/features/breakout/contract';
import { breakoutLimits } from '@plenum/shared/features/breakout/limits';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { Field } from '../../ui/Field.tsx';
import { LongField } from '../../ui/LongField.tsx';
import { api } from '../service/api.ts';
import { Form } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';

interface Props {
  readonly space: string;
  readonly onDone: () => Promise<void>;
}

/** Writes a plan of breakout rooms: a name, and the rooms, one in each line. People are assigned in the meeting. */
export function GroupsForm({ space, onDone }: Props) {
  const { t } = useTranslation('service');
  const [name, setName] = useState('');
  const [rooms, setRooms] = useState(() => [1, 2].map((number) => t('prepared.group', { number })).join('\n'));
  const [isTried, setTried] = useState(false);
  const { busy, error, send } = useSending();
  const lines = rooms
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const plan = z.safeParse(BreakoutPlan, {
    name: name.trim(),
    rooms: lines.map((line, index) => ({ key: `r${index + 1}`, name: line })),
    expected: [],
    options: { invite: 'ask', choice: 'assigned', late: 'stay' },
  });
  const hasName = name.trim() !== '';
  const save = async () => {
    setTried(true);
    if (!plan.success) return;
    if (await send(() => api.addPrepared(space, { content: { kind: 'plan', plan: plan.data } }))) await onDone();
  };
  const { min, max } = breakoutLimits.rooms;
  return (
    <Form submit={t('prepared.keep')} busy={busy} error={error} onSubmit={save}>
      <Field
        label={t('prepared.planName')}
        value={name}
        onChange={setName}
        maxLength={breakoutLimits.nameLength}
        autoComplete="off"
        error={isTried && !hasName ? t('prepared.noName') : undefined}
      />
      <LongField
        label={t('prepared.rooms')}
        value={rooms}
        onChange={setRooms}
        note={t('prepared.roomsNote')}
        rows={5}
        problem={isTried && hasName && !plan.success ? t('prepared.wrongRooms', { min, max }) : undefined}
        maxLength={max * (breakoutLimits.nameLength + 1)}
      />
    </Form>
  );
}
