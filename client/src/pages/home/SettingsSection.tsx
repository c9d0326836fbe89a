import type { Space } from '@plenum/shared/api/space/contract';
import { type SpaceSettings, startPolicies } from '@plenum/shared/api/space/settings';
import { limits } from '@plenum/shared/core/limits';
import { lobbyPolicies } from '@plenum/shared/features/lobby/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../ui/Field.tsx';
import { LongField } from '../../ui/LongField.tsx';
import { Select } from '../../ui/Select.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { showToast } from '../../ui/toasts.ts';
import { api } from '../service/api.ts';
import { Form, Section } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';
import { changeOf, daysToChoose, type Draft, draftOf, mostPeople, withDays, wrongIn } from './settings.ts';

const kept = ['chat', 'boards', 'slides'] as const;

interface Props {
  readonly space: Space;
  readonly onChange: (space: Space) => void;
}

/** The settings of a space. They hold from its next meeting. */
export function SettingsSection({ space, onChange }: Props) {
  const { t } = useTranslation('service');
  const [draft, setDraft] = useState<Draft>(() => draftOf(space));
  const [isTried, setTried] = useState(false);
  const { busy, error, send } = useSending();
  const wrong = wrongIn(draft);
  const { settings } = draft;
  const set = (change: Partial<Draft['settings']>) =>
    setDraft((before) => ({ ...before, settings: { ...before.settings, ...change } }));
  const save = async () => {
    setTried(true);
    if (wrong.title || wrong.people) return;
    const next = await send(() => api.changeSpace(space.id, changeOf(draft)));
    if (!next) return;
    onChange(next);
    showToast({ tone: 'good', words: t('space.saved') });
  };
  return (
    <Section title={t('space.settings')} lead={t('space.settingsLead')}>
      <Form submit={t('save')} busy={busy} error={error} onSubmit={save}>
        <Field
          label={t('space.title')}
          value={draft.title}
          onChange={(title) => setDraft((before) => ({ ...before, title }))}
          maxLength={limits.titleLength}
          autoComplete="off"
          error={isTried && wrong.title ? t('space.titleInvalid', { max: limits.titleLength }) : undefined}
        />
        <Select
          label={t('space.door.label')}
          options={lobbyPolicies.map((id) => ({ id, label: t(`space.door.${id}`) }))}
          chosen={settings.door}
          onChoose={(id) => set({ door: lobbyPolicies.find((one) => one === id) ?? settings.door })}
          placeholder=""
        />
        <Select
          label={t('space.start.label')}
          options={startPolicies.map((id) => ({ id, label: t(`space.start.${id}`) }))}
          chosen={settings.start}
          onChoose={(id) => set({ start: startPolicies.find((one) => one === id) ?? settings.start })}
          placeholder=""
        />
        <Switch on={settings.accounts} onChange={(accounts) => set({ accounts })}>
          {t('space.accounts')}
        </Switch>
        <KeepFields settings={settings} onChange={(next) => setDraft((before) => ({ ...before, settings: next }))} />
        <LongField
          label={t('space.welcome')}
          value={settings.welcome}
          onChange={(welcome) => set({ welcome })}
          note={t('space.welcomeNote')}
          rows={3}
          maxLength={1_000}
        />
        <Field
          label={t('space.people')}
          value={draft.people}
          onChange={(people) => setDraft((before) => ({ ...before, people }))}
          maxLength={5}
          autoComplete="off"
          placeholder={t('space.peopleAny')}
          error={isTried && wrong.people ? t('space.peopleInvalid', mostPeople) : undefined}
        />
      </Form>
    </Section>
  );
}

interface KeepProps {
  readonly settings: SpaceSettings;
  readonly onChange: (settings: SpaceSettings) => void;
}

/** What the next meeting finds again, and for how many days. */
function KeepFields({ settings, onChange }: KeepProps) {
  const { t } = useTranslation('service');
  return (
    <>
      <fieldset className="flex flex-col">
        <legend className="font-bold">{t('space.keep.label')}</legend>
        {kept.map((part) => (
          <Switch
            key={part}
            on={settings.keep[part]}
            onChange={(on) => onChange({ ...settings, keep: { ...settings.keep, [part]: on } })}
          >
            {t(`space.keep.${part}`)}
          </Switch>
        ))}
      </fieldset>
      <Select
        label={t('space.days.label')}
        options={daysToChoose(settings.days).map((days) => ({
          id: String(days),
          label: days === 0 ? t('space.days.always') : t('space.days.some', { count: days }),
        }))}
        chosen={String(settings.days ?? 0)}
        onChoose={(id) => onChange(withDays(settings, 'days', Number(id)))}
        placeholder=""
      />
      <Select
        label={t('space.recordingDays.label')}
        options={daysToChoose(settings.recordingDays).map((days) => ({
          id: String(days),
          label: days === 0 ? t('space.recordingDays.always') : t('space.days.some', { count: days }),
        }))}
        chosen={String(settings.recordingDays ?? 0)}
        onChoose={(id) => onChange(withDays(settings, 'recordingDays', Number(id)))}
        placeholder=""
      />
    </>
  );
}
