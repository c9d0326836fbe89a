import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../service/api.ts';
import { personHours } from '../service/meters.ts';
import { Section, Waiting } from '../service/parts.tsx';
import { useAnswer } from '../service/useAnswer.ts';
import { wordsOfBytes, wordsOfMonth } from '../service/words.ts';

/** What an organisation has used, month by month, and what goes on now. */
export function UsageSection({ id }: { readonly id: string }) {
  const { t, i18n } = useTranslation('service');
  const ask = useCallback(() => api.usage(id), [id]);
  const { answer } = useAnswer(ask, 30_000);
  if (answer.state === 'asking') return <Waiting />;
  if (answer.state === 'failed') return <p>{t('failed')}</p>;
  const { months, now, fileBytes } = answer.value;
  const number = new Intl.NumberFormat(i18n.language);
  const most = Math.max(1, ...months.map(({ participantMinutes }) => participantMinutes));
  return (
    <Section title={t('usage.title')}>
      <p>
        {t('meters.now')}: {t('meters.live', now)} ·{' '}
        {t('usage.files', { size: wordsOfBytes(fileBytes, i18n.language) })}
      </p>
      {months.length === 0 ? (
        <p>{t('usage.empty')}</p>
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full text-left tabular-nums">
            <thead className="text-dim">
              <tr>
                {(['month', 'meetings', 'hours', 'peak'] as const).map((column) => (
                  <th key={column} className="py-1 pr-3 font-normal">
                    {t(`usage.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {months.map((month) => (
                <tr key={month.month} className="border-t border-line">
                  <td className="py-2 pr-3">{wordsOfMonth(month.month, i18n.language)}</td>
                  <td className="py-2 pr-3">{number.format(month.meetings)}</td>
                  <td className="py-2 pr-3">
                    {number.format(personHours(month))}
                    <span aria-hidden="true" className="mt-1 block h-2 overflow-hidden rounded-full bg-raised">
                      <span
                        className="block h-full rounded-full bg-accent"
                        style={{ width: `${(month.participantMinutes / most) * 100}%` }}
                      />
                    </span>
                  </td>
                  <td className="py-2">{number.format(month.peak)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}
