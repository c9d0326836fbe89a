import type { Usage } from '@plenum/shared/api/organisation/contract';
import { useTranslation } from 'react-i18next';
import { wordsOfMonth } from '../service/words.ts';
import { barsOf, lastMonths, type Measure, measures, numberOf, wordsOfMeasure } from './usage.ts';

/** The months of a plot. */
const plotted = 12;
const box = { width: 240, height: 56 } as const;

interface Props {
  /** Newest first; the first one is the month of now. */
  readonly months: readonly Usage[];
}

/** The usage as numbers and bars, and below as a table, which a screen reader reads in place of the bars. */
export function UsagePlots({ months }: Props) {
  const list = lastMonths(months, plotted);
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        {measures.map((measure) => (
          <Plot key={measure} months={list} measure={measure} />
        ))}
      </div>
      <UsageTable months={list.toReversed()} />
    </>
  );
}

function Plot({ months, measure }: Props & { readonly measure: Measure }) {
  const { t, i18n } = useTranslation('organisation');
  const values = months.map((month) => numberOf(month, measure));
  const [before, now] = [values.at(-2) ?? 0, values.at(-1) ?? 0];
  const words = (value: number) => wordsOfMeasure(value, measure, i18n.language);
  return (
    <div className="flex min-w-0 flex-col gap-2 rounded-control bg-raised p-4">
      <h3 className="text-dim">{t(`plots.${measure}`)}</h3>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <b className="text-2xl tabular-nums">{words(now)}</b>
        <span className="text-sm text-dim">
          {t('plots.thisMonth')}, {before === 0 ? t('plots.none') : t('plots.before', { value: words(before) })}
        </span>
      </p>
      <svg
        viewBox={`0 0 ${box.width} ${box.height}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className="h-14 w-full border-b border-line"
      >
        {barsOf(values, box.width, box.height).map((bar, index) => (
          <rect
            key={months[index]?.month}
            {...bar}
            className={index === values.length - 1 ? 'fill-accent-text' : 'fill-edge'}
          />
        ))}
      </svg>
      <p aria-hidden="true" className="flex justify-between text-sm text-dim">
        {[months[0], months.at(-1)].map((month, index) => (
          <span key={index === 0 ? 'first' : 'last'}>{month && wordsOfMonth(month.month, i18n.language)}</span>
        ))}
      </p>
    </div>
  );
}

function UsageTable({ months }: Props) {
  const { t, i18n } = useTranslation('organisation');
  return (
    <section
      aria-label={t('plots.table')} // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- keys scroll it where it is wider than the page.
      tabIndex={0}
      className="overflow-x-auto"
    >
      <table className="w-full text-left tabular-nums">
        <thead className="text-dim">
          <tr>
            <th scope="col" className="py-1 pr-4 font-normal">
              {t('plots.month')}
            </th>
            {measures.map((measure) => (
              <th key={measure} scope="col" className="py-1 pr-4 text-right font-normal last:pr-0">
                {t(`plots.${measure}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {months.map((month) => (
            <tr key={month.month} className="border-t border-line">
              <th scope="row" className="py-2 pr-4 font-normal whitespace-nowrap">
                {wordsOfMonth(month.month, i18n.language)}
              </th>
              {measures.map((measure) => (
                <td key={measure} className="py-2 pr-4 text-right whitespace-nowrap last:pr-0">
                  {wordsOfMeasure(numberOf(month, measure), measure, i18n.language)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
