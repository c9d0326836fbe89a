import type { Bar } from '@plenum/shared/features/poll/results';
import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../ui/cx.ts';

interface Props {
  readonly bars: readonly Bar[];
  /** Indexes of the right options, in a quiz. */
  readonly right?: readonly number[] | undefined;
}

/** Characters above which a label is over its bar, not beside it. */
const shortLabel = 10;

/** A result: a bar, the number and the percentage of the ballots for each option. */
export function ResultBars({ bars, right = [] }: Props) {
  const { t, i18n } = useTranslation();
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' });
  const beside = bars.every(({ label }) => label.length <= shortLabel);
  return (
    <ul aria-label={t('poll.result')} className={cx('grid gap-2', beside && 'grid-cols-[auto_1fr_auto] items-center')}>
      {bars.map(({ label, count, share }, index) => (
        <li
          key={label}
          className={cx('grid items-center gap-x-3', beside ? 'col-span-3 grid-cols-subgrid' : 'grid-cols-[1fr_auto]')}
        >
          <span
            dir="auto"
            className={cx('flex min-w-0 items-center gap-1.5 [overflow-wrap:anywhere]', !beside && 'col-span-2')}
          >
            {label}
            {right.includes(index) && (
              <span className="inline-flex items-center gap-1 text-sm text-accent-text">
                <Check aria-hidden="true" className="size-4" />
                {t('poll.right')}
              </span>
            )}
          </span>
          <span aria-hidden="true" className="h-2 overflow-hidden rounded-full bg-line forced-colors:border">
            <span
              className="block h-full rounded-full bg-accent-text forced-colors:bg-[Highlight]"
              style={{ width: `${Math.round(share * 100)}%` }}
            />
          </span>
          <span className="min-w-6 text-right tabular">
            <span aria-hidden="true">
              {count} · {percent.format(share)}
            </span>
            <span className="sr-only">
              {t('poll.votes', { count })}, {percent.format(share)}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
