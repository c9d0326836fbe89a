import { type Options } from '@plenum/shared/features/breakout/contract';
import { breakoutLimits } from '@plenum/shared/features/breakout/limits';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { aside } from '@plenum/shared/core/aside';
import { Select } from '../../../ui/Select.tsx';
import { Switch } from '../../../ui/Switch.tsx';
import type { Planning } from './planning.ts';

const usualMinutes = 15;
const slideChoices = ['none', 'page', 'all'] as const;

/** The options of a plan: how people go to their rooms, and for how long. */
export function PlanOptions({ planning }: { readonly planning: Planning }) {
  const { t } = useTranslation();
  const { options } = planning.draft;
  const set = (part: Partial<Options>) => void planning.change({ options: { ...options, ...part } });
  const { minutes, ...endless } = options;
  const { slides = 'none', ...bare } = options;
  const take = (id: string) => {
    const taken = id === 'page' || id === 'all' ? id : undefined;
    aside(planning.change({ options: { ...bare, ...(taken && { slides: taken }) } }));
  };
  return (
    <section className="flex flex-col rounded-tile border border-line px-4 py-2">
      <h3 className="py-1 font-bold">{t('breakout.options')}</h3>
      <Switch on={options.invite === 'ask'} onChange={(on) => set({ invite: on ? 'ask' : 'now' })}>
        {t('breakout.askFirst')}
      </Switch>
      <Switch on={options.choice === 'free'} onChange={(on) => set({ choice: on ? 'free' : 'assigned' })}>
        {t('breakout.freeChoice')}
      </Switch>
      <Switch on={options.late === 'smallest'} onChange={(on) => set({ late: on ? 'smallest' : 'stay' })}>
        {t('breakout.lateToSmallest')}
      </Switch>
      <Switch
        on={minutes !== undefined}
        onChange={(on) => void planning.change({ options: on ? { ...endless, minutes: usualMinutes } : endless })}
      >
        {t('breakout.closeByTime')}
      </Switch>
      {minutes !== undefined && <Minutes key={minutes} minutes={minutes} onChange={(next) => set({ minutes: next })} />}
      <div className="py-2">
        <Select
          label={t('breakout.slides.label')}
          placeholder={t('breakout.slides.none')}
          options={slideChoices.map((id) => ({ id, label: t(`breakout.slides.${id}`) }))}
          chosen={slides}
          onChoose={take}
        />
      </div>
    </section>
  );
}

interface MinutesProps {
  readonly minutes: number;
  readonly onChange: (minutes: number) => void;
}

/** A field for whole minutes, saved on blur or by Enter. */
function Minutes({ minutes, onChange }: MinutesProps) {
  const { t } = useTranslation();
  const [written, setWritten] = useState(String(minutes));
  const save = () => {
    const next = Math.round(Number(written));
    if (next >= 1 && next <= breakoutLimits.minutes && next !== minutes) onChange(next);
    else setWritten(String(minutes));
  };
  return (
    <label className="flex min-h-11 items-center gap-3 pb-1 pl-15">
      <input
        type="number"
        inputMode="numeric"
        min={1}
        max={breakoutLimits.minutes}
        value={written}
        onChange={(event) => setWritten(event.target.value)}
        onBlur={save}
        onKeyDown={(event) => event.key === 'Enter' && save()}
        className="min-h-11 w-20 rounded-control border border-edge bg-ground px-2 text-right tabular"
      />
      {t('breakout.minutes')}
    </label>
  );
}
