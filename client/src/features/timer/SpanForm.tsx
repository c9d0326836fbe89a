import { timerLimits } from '@plenum/shared/features/timer/limits';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';

const units = ['hours', 'minutes', 'seconds'] as const;
type Written = Readonly<Record<(typeof units)[number], string>>;

/** Milliseconds of what is written; undefined when that is no time that a countdown can have. */
function spanOf({ hours, minutes, seconds }: Written): number | undefined {
  const [h, m, s] = [Number(hours), Number(minutes), Number(seconds)];
  const ms = ((h * 60 + m) * 60 + s) * 1_000;
  const isTime = [h, m, s].every((value) => Number.isInteger(value) && value >= 0);
  return isTime && ms >= timerLimits.shortestMs && ms <= timerLimits.longestMs ? ms : undefined;
}

interface Props {
  readonly label: string;
  readonly submit: string;
  readonly onSubmit: (ms: number) => void;
}

/** A form with a time of hours, minutes and seconds. */
export function SpanForm({ label, submit, onSubmit }: Props) {
  const { t } = useTranslation();
  const [written, setWritten] = useState<Written>({ hours: '', minutes: '', seconds: '' });
  const [isWrong, setWrong] = useState(false);
  const errorId = useId();
  const save = () => {
    const ms = spanOf(written);
    setWrong(ms === undefined);
    if (ms !== undefined) onSubmit(ms);
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1.5 font-bold">{label}</legend>
        <div className="grid grid-cols-3 items-end gap-2 sm:grid-cols-[1fr_1fr_1fr_auto]">
          {units.map((unit) => (
            <label key={unit} className="flex min-w-0 flex-col gap-1 text-sm text-dim">
              {t(`timer.${unit}`)}
              <input
                type="number"
                inputMode="numeric"
                min={0}
                placeholder="0"
                value={written[unit]}
                aria-invalid={isWrong}
                aria-describedby={isWrong ? errorId : undefined}
                onChange={(event) => setWritten({ ...written, [unit]: event.target.value })}
                className={cx(
                  'min-h-11 w-full rounded-control border bg-ground px-3 text-base text-text tabular',
                  isWrong ? 'border-danger-text' : 'border-edge',
                )}
              />
            </label>
          ))}
          <div className="max-sm:col-span-3 max-sm:grid">
            <Button type="submit">{submit}</Button>
          </div>
        </div>
        <p id={errorId} role="alert" className="text-sm text-danger-text">
          {isWrong && t('timer.spanWrong')}
        </p>
      </fieldset>
    </form>
  );
}
