import type { Prepared } from '@plenum/shared/api/space/prepared';
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
import { groupsOf } from './preparing.ts';

interface Props {
  readonly space: string;
  /** The plan that is changed; absent for a new one. */
  readonly item?: Extract<Prepared, { kind: 'plan' }> | undefined;
  readonly onDone: () => Promise<void>;
}

/** Writes a plan of breakout rooms: a name, and the rooms, one in each line. People are assigned in the meeting. */
export function GroupsForm({ space, item, onDone }: Props) {
  const { t } = useTranslation('service');
  const [name, setName] = useState(item?.plan.name ?? '');
  const [rooms, setRooms] = useState(() => {
    const names = item?.plan.rooms.map((room) => room.name) ?? [1, 2].map((number) => t('prepared.group', { number }));
    return names.join('\n');
  });
  const [isTried, setTried] = useState(false);
  const { busy, error, send } = useSending();
  const plan = z.safeParse(BreakoutPlan, groupsOf(name, rooms, item?.plan));
  const hasName = name.trim() !== '';
  const save = async () => {
    setTried(true);
    if (!plan.success) return;
    const content = { kind: 'plan' as const, plan: plan.data };
    const ask = () => (item ? api.changePrepared(space, item.id, { content }) : api.addPrepared(space, { content }));
    if (await send(ask)) await onDone();
  };
  const { min, max } = breakoutLimits.rooms;
  return (
    <Form submit={t(item ? 'prepared.keepChange' : 'prepared.keep')} busy={busy} error={error} onSubmit={save}>
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
