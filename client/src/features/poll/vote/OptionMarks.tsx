import type { PollSetup } from '@plenum/shared/features/poll/setup';
import { Check } from 'lucide-react';
import { Checkbox, CheckboxGroup, Label, Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../ui/cx.ts';
import { labelsOf } from '../polls.ts';
import { boundsOf } from './voting.ts';

interface Props {
  readonly setup: PollSetup;
  readonly picks: readonly number[];
  readonly onChange: (picks: readonly number[]) => void;
}

const row =
  'flex min-h-11 items-center gap-3 rounded-control border border-edge/60 bg-surface px-3 py-2 data-hovered:bg-hover data-selected:border-accent-text data-selected:bg-accent-soft data-disabled:opacity-60 data-focus-visible:outline-3 data-focus-visible:outline-offset-2 data-focus-visible:outline-(--ring)';

/** The options of a poll for a voter to mark: one, or as many as the poll allows. */
export function OptionMarks({ setup, picks, onChange }: Props) {
  const { t } = useTranslation();
  const labels = labelsOf(setup.choice, t);
  const { min, max } = boundsOf(setup);
  const value = picks.map(String);
  const choose = (chosen: readonly string[]) => onChange(chosen.map(Number));
  if (max === 1) {
    return (
      <RadioGroup value={value[0] ?? null} onChange={(chosen) => choose([chosen])} className="flex flex-col gap-1.5">
        <Label className="text-sm text-dim">{t('poll.pickOne')}</Label>
        {labels.map((label, index) => (
          <Radio key={label} value={String(index)} className={row}>
            {({ isSelected }) => <Option label={label} chosen={isSelected} round />}
          </Radio>
        ))}
      </RadioGroup>
    );
  }
  const howMany =
    min === max
      ? t('poll.pickExactly', { count: max })
      : min > 1
        ? t('poll.pickBetween', { min, max })
        : t('poll.pickUpTo', { count: max });
  return (
    <CheckboxGroup value={value} onChange={choose} className="flex flex-col gap-1.5">
      <Label className="text-sm text-dim">{howMany}</Label>
      {labels.map((label, index) => (
        <Checkbox
          key={label}
          value={String(index)}
          isDisabled={picks.length >= max && !picks.includes(index)}
          className={row}
        >
          {({ isSelected }) => <Option label={label} chosen={isSelected} />}
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
}

interface OptionProps {
  readonly label: string;
  readonly chosen: boolean;
  readonly round?: boolean;
}

function Option({ label, chosen, round = false }: OptionProps) {
  return (
    <>
      <span
        aria-hidden="true"
        className={cx(
          'grid size-5.5 shrink-0 place-items-center border-2',
          round ? 'rounded-full' : 'rounded-md',
          chosen ? 'border-accent-text bg-accent-text text-surface' : 'border-edge',
        )}
      >
        {chosen && (round ? <span className="size-2 rounded-full bg-surface" /> : <Check className="size-4" />)}
      </span>
      <span dir="auto" className="min-w-0 [overflow-wrap:anywhere]">
        {label}
      </span>
    </>
  );
}
