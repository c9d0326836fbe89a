import type { Plan } from '@plenum/shared/api/plan/contract';
import { limits } from '@plenum/shared/core/limits';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';
import { showToast } from '../../ui/toasts.ts';
import { api } from '../service/api.ts';
import { Form } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';
import { draftOf, lengths, newDraft, type PlanDraft, planOf, repeatOf, repeats, wrongInPlan } from './planning.ts';

/** A space in which a meeting can be planned. */
interface Place {
  readonly id: string;
  readonly title: string;
}

interface Props {
  /** At least one; with several, the person chooses. */
  readonly places: readonly [Place, ...Place[]];
  /** The plan that is changed; absent for a new one. */
  readonly plan?: Plan | undefined;
  readonly onDone: () => Promise<void>;
}

/** The form for planning a meeting: once or again and again, in a time zone. */
export function PlanForm({ places, plan: before, onDone }: Props) {
  const { t, i18n } = useTranslation('service');
  const [place, setPlace] = useState<Place>(places[0]);
  const [draft, setDraft] = useState<PlanDraft>(() =>
    before ? draftOf(before) : newDraft('', Date.now(), Intl.DateTimeFormat().resolvedOptions().timeZone),
  );
  const [isTried, setTried] = useState(false);
  const { busy, error, send } = useSending();
  const wrong = wrongInPlan(draft);
  const set = (change: Partial<PlanDraft>) => setDraft((before) => ({ ...before, ...change }));
  const save = async () => {
    setTried(true);
    const plan = planOf(draft, before);
    if (!plan) return;
    const ask = () => (before ? api.changePlan(place.id, before.id, plan) : api.createPlan(place.id, plan));
    if (!(await send(ask))) return;
    showToast({ tone: 'good', words: t(before ? 'plan.changed' : 'plan.planned') });
    await onDone();
  };
  const said = (field: 'title' | 'time' | 'zone') =>
    isTried && wrong.has(field) ? t(`plan.wrong.${field}`) : undefined;
  // What another program has planned stays as it is, until the person chooses otherwise.
  const allLengths = [...new Set([...lengths, ...(before ? [before.minutes] : [])])].toSorted((a, b) => a - b);
  const allRepeats = before && !repeatOf(before) ? [...repeats, 'other' as const] : repeats;
  const minutes = new Intl.NumberFormat(i18n.language, { style: 'unit', unit: 'minute', unitDisplay: 'long' });
  return (
    <Form look="primary" submit={t(before ? 'plan.saveChange' : 'plan.save')} busy={busy} error={error} onSubmit={save}>
      {places.length > 1 && (
        <Select
          label={t('plan.space')}
          options={places.map(({ id, title }) => ({ id, label: title }))}
          chosen={place.id}
          onChoose={(id) => setPlace(places.find((one) => one.id === id) ?? place)}
          placeholder=""
        />
      )}
      <Field
        label={t('plan.title')}
        value={draft.title}
        onChange={(title) => set({ title })}
        maxLength={limits.titleLength}
        autoComplete="off"
        error={said('title')}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={t('plan.day')}
          type="date"
          value={draft.day}
          onChange={(day) => set({ day })}
          error={said('time')}
        />
        <Field label={t('plan.time')} type="time" value={draft.time} onChange={(time) => set({ time })} />
        <Select
          label={t('plan.length')}
          options={allLengths.map((one) => ({ id: String(one), label: minutes.format(one) }))}
          chosen={String(draft.minutes)}
          onChoose={(id) => set({ minutes: Number(id) })}
          placeholder=""
        />
        <Select
          label={t('plan.repeat.label')}
          options={allRepeats.map((id) => ({ id, label: t(`plan.repeat.${id}`) }))}
          chosen={draft.repeat}
          onChoose={(id) => set({ repeat: allRepeats.find((one) => one === id) ?? draft.repeat })}
          placeholder=""
        />
      </div>
      <Field
        label={t('plan.zone')}
        value={draft.zone}
        onChange={(zone) => set({ zone: zone.trim() })}
        maxLength={60}
        autoComplete="off"
        error={said('zone')}
      />
    </Form>
  );
}
