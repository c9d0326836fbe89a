import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPart } from '../../app/lazyPart.tsx';
import { api } from '../service/api.ts';
import { Section, Waiting } from '../service/parts.tsx';
import { useAnswer } from '../service/useAnswer.ts';
import { wordsOfBytes } from '../service/words.ts';

/** The plots are loaded by those who may see them. */
const UsagePlots = lazyPart(async () => (await import('./UsagePlots.tsx')).UsagePlots);

/** What an organisation has used, month by month, and what goes on now. */
export function UsageSection({ id }: { readonly id: string }) {
  const { t, i18n } = useTranslation('organisation');
  const { t: service } = useTranslation('service');
  const ask = useCallback(() => api.usage(id), [id]);
  const { answer } = useAnswer(ask, 30_000);
  if (answer.state === 'asking') return <Waiting />;
  if (answer.state === 'failed') return <p>{service('failed')}</p>;
  const { months, now, fileBytes } = answer.value;
  return (
    <Section title={t('plots.title')}>
      <p>
        {t('plots.now')}: {t('plots.live', { count: now.meetings, people: now.people })} ·{' '}
        {t('plots.stored', { size: wordsOfBytes(fileBytes, i18n.language) })}
      </p>
      {months.length === 0 ? <p>{t('plots.empty')}</p> : <UsagePlots months={months} />}
    </Section>
  );
}
