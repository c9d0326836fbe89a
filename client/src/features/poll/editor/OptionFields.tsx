import { pollLimits } from '@plenum/shared/features/poll/limits';
import { letters, optionCount, type Choice } from '@plenum/shared/features/poll/setup';
import { Plus, Square, SquareCheck, X } from 'lucide-react';
import { ToggleButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { Select } from '../../../ui/Select.tsx';
import type { PollForm } from './pollForm.ts';
import { labelsOf } from '../polls.ts';

interface Props {
  readonly form: PollForm;
  readonly write: (part: Partial<PollForm>) => void;
}

/** The options of a poll, and in a quiz the right ones. */
export function OptionFields({ form, write }: Props) {
  const { t } = useTranslation();
  if (form.kind === 'custom') return <OwnOptions form={form} write={write} />;
  if (form.kind === 'typed') return null;
  const choice: Choice = form.kind === 'letters' ? { kind: form.kind, count: form.letters } : { kind: form.kind };
  return (
    <>
      {form.kind === 'letters' && (
        <Select
          label={t('poll.form.letters')}
          options={letters
            .slice(1)
            .map((_, index) => ({ id: `${index + 2}`, label: letters.slice(0, index + 2).join(', ') }))}
          chosen={`${form.letters}`}
          onChoose={(id) => write({ letters: Number(id) })}
          placeholder=""
        />
      )}
      {form.quiz && (
        <fieldset className="flex flex-wrap gap-2">
          <legend className="pb-1.5 font-bold">{t('poll.form.rightOnes')}</legend>
          {labelsOf(choice, t)
            .slice(0, optionCount(choice))
            .map((label, index) => (
              <RightToggle key={label} label={label} index={index} form={form} write={write} />
            ))}
        </fieldset>
      )}
    </>
  );
}

function OwnOptions({ form, write }: Props) {
  const { t } = useTranslation();
  const { options, right } = form;
  const remove = (gone: number) =>
    write({
      options: options.filter((_, index) => index !== gone),
      right: right.filter((index) => index !== gone).map((index) => (index > gone ? index - 1 : index)),
    });
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1.5 font-bold">{t('poll.form.options')}</legend>
      {options.map((option, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- options have nothing but their place.
        <div key={place} className="flex items-start gap-1">
          <div className="min-w-0 flex-1">
            <Field
              hideLabel
              label={t('poll.form.option', { number: place + 1 })}
              placeholder={t('poll.form.option', { number: place + 1 })}
              value={option}
              onChange={(text) => write({ options: options.map((old, index) => (index === place ? text : old)) })}
              maxLength={pollLimits.optionLength}
            />
          </div>
          {form.quiz && <RightToggle index={place} form={form} write={write} />}
          <Button
            look="quiet"
            square
            aria-label={t('poll.form.removeOption', { number: place + 1 })}
            isDisabled={options.length <= 2}
            onPress={() => remove(place)}
          >
            <X aria-hidden="true" className="size-5" />
          </Button>
        </div>
      ))}
      {options.length < pollLimits.options && (
        <Button onPress={() => write({ options: [...options, ''] })}>
          <Plus aria-hidden="true" className="size-5" />
          {t('poll.form.addOption')}
        </Button>
      )}
    </fieldset>
  );
}

interface ToggleProps extends Props {
  readonly index: number;
  readonly label?: string;
}

function RightToggle({ index, label, form: { right }, write }: ToggleProps) {
  const { t } = useTranslation();
  return (
    <ToggleButton
      aria-label={label ?? t('poll.form.isRight', { number: index + 1 })}
      isSelected={right.includes(index)}
      onChange={(on) => write({ right: on ? [...right, index] : right.filter((other) => other !== index) })}
      className="inline-flex min-h-11 min-w-11 items-center justify-center gap-2 rounded-control border border-edge/60 px-2.5 text-dim data-hovered:bg-hover data-selected:border-accent-text data-selected:bg-accent-soft data-selected:text-accent-text"
    >
      {({ isSelected }) => (
        <>
          {isSelected ? (
            <SquareCheck aria-hidden="true" className="size-5" />
          ) : (
            <Square aria-hidden="true" className="size-5" />
          )}
          {label}
        </>
      )}
    </ToggleButton>
  );
}
