import { accentOf, contrastOf } from '@plenum/shared/api/organisation/colour';
import type { Organisation } from '@plenum/shared/api/organisation/contract';
import { limits } from '@plenum/shared/core/limits';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../ui/Field.tsx';
import { LongField } from '../../ui/LongField.tsx';
import { Select } from '../../ui/Select.tsx';
import { showToast } from '../../ui/toasts.ts';
import { daysToChoose } from '../home/settings.ts';
import { api } from '../service/api.ts';
import { Form, Section } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';
import { LogoField } from './LogoField.tsx';

interface Props {
  readonly organisation: Organisation;
  readonly onChange: (organisation: Organisation) => void;
}

const isColour = (text: string) => /^(#[0-9a-f]{6})?$/.test(text);

/** The name and the look of an organisation: what people see before a meeting and in letters. */
export function LookSection({ organisation, onChange }: Props) {
  const { t } = useTranslation('organisation');
  const { t: service } = useTranslation('service');
  const [name, setName] = useState(organisation.name);
  const [look, setLook] = useState(organisation.look);
  const [days, setDays] = useState(organisation.recordingDays ?? 0);
  const { busy, error, send } = useSending();
  const set = (part: Partial<typeof look>) => setLook((before) => ({ ...before, ...part }));
  const isNameless = name.trim() === '';
  const save = async () => {
    if (isNameless || !isColour(look.colour)) return;
    const next = await send(() =>
      api.changeOrganisation(organisation.id, { name, look, recordingDays: days === 0 ? null : days }),
    );
    if (!next) return;
    onChange(next);
    showToast({ tone: 'good', words: service('organisation.saved') });
  };
  return (
    <Section title={t('look.title')} lead={t('look.lead')}>
      <LogoField organisation={organisation} onChange={onChange} />
      <Form look="plain" submit={service('save')} busy={busy} error={error} onSubmit={save}>
        <Field
          label={service('organisation.name')}
          value={name}
          onChange={setName}
          maxLength={limits.titleLength}
          autoComplete="off"
          error={isNameless ? service('space.titleInvalid', { max: limits.titleLength }) : undefined}
        />
        <LongField
          label={service('organisation.welcome')}
          value={look.welcome}
          onChange={(welcome) => set({ welcome })}
          note={service('organisation.welcomeNote')}
          rows={3}
          maxLength={500}
        />
        <ColourField colour={look.colour} onChange={(colour) => set({ colour })} />
        <div className="flex flex-col gap-1.5">
          <Field
            label={t('look.sender')}
            value={look.sender}
            onChange={(sender) => set({ sender })}
            maxLength={80}
            autoComplete="off"
          />
          <p className="text-sm text-dim">{t('look.senderNote')}</p>
        </div>
        <Select
          label={t('look.recordingDays')}
          options={daysToChoose(organisation.recordingDays).map((some) => ({
            id: String(some),
            label: some === 0 ? t('look.recordingAlways') : service('space.days.some', { count: some }),
          }))}
          chosen={String(days)}
          onChoose={(id) => setDays(Number(id))}
          placeholder=""
        />
      </Form>
    </Section>
  );
}

interface ColourProps {
  readonly colour: string;
  readonly onChange: (colour: string) => void;
}

/** The colour as text and as the browser's own choice, with what it looks like on both kinds of pages. */
function ColourField({ colour, onChange }: ColourProps) {
  const { t } = useTranslation('organisation');
  const pick = useId();
  const isValid = isColour(colour);
  return (
    <div className="flex flex-col gap-2">
      <Field
        label={t('look.colour')}
        value={colour}
        onChange={(text) => onChange(text.trim().toLowerCase())}
        maxLength={7}
        autoComplete="off"
        placeholder="#0b6b54"
        error={isValid ? undefined : t('look.colourInvalid')}
      >
        <label htmlFor={pick} className="sr-only">
          {t('look.colourPick')}
        </label>
        <input
          id={pick}
          type="color"
          value={isValid && colour !== '' ? colour : '#4fc3a1'}
          onChange={(event) => onChange(event.target.value)}
          className="h-12 w-20 shrink-0 rounded-control border border-edge bg-ground p-1"
        />
      </Field>
      <p className="text-sm text-dim">{t('look.colourNote')}</p>
      {isValid && colour !== '' && (
        <div className="grid gap-3 sm:grid-cols-2">
          {(['light', 'dark'] as const).map((theme) => (
            <Sample key={theme} colour={colour} theme={theme} />
          ))}
        </div>
      )}
    </div>
  );
}

/** A button and a link in the colour, on a light or a dark page. */
function Sample({ colour, theme }: { readonly colour: string; readonly theme: 'light' | 'dark' }) {
  const { t } = useTranslation('organisation');
  const { accent, ink, text } = accentOf(colour, theme);
  const ratio = Math.round(contrastOf(accent, ink) * 10) / 10;
  return (
    <div data-theme={theme} className="flex flex-col gap-2 rounded-control border border-line bg-surface p-4 text-text">
      <p className="text-sm text-dim">{t(theme === 'light' ? 'look.onLight' : 'look.onDark')}</p>
      <p className="flex flex-wrap items-center gap-3">
        <span className="rounded-control px-4 py-2 font-bold" style={{ background: accent, color: ink }}>
          {t('look.button')}
        </span>
        <span className="underline" style={{ color: text }}>
          {t('look.link')}
        </span>
      </p>
      <p className="text-sm text-dim">{t('look.contrast', { ratio })}</p>
    </div>
  );
}
