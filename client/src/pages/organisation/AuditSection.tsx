import { aside } from '@plenum/shared/core/aside';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { api } from '../service/api.ts';
import { Refusal, Section, Waiting } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';
import { useAnswer } from '../service/useAnswer.ts';
import { dayAndTime } from '../service/words.ts';

/** The changes of an organisation and its records, newest first. */
export function AuditSection({ id }: { readonly id: string }) {
  const { t, i18n } = useTranslation('service');
  const ask = useCallback(() => api.audit(id), [id]);
  const { answer, take } = useAnswer(ask);
  const { busy, error, send } = useSending();
  const older = async () => {
    if (answer.state !== 'there') return;
    const { entries } = answer.value;
    const next = await send(() => api.audit(id, entries.at(-1)?.id));
    if (next) take({ entries: [...entries, ...next.entries], more: next.more });
  };
  return (
    <Section title={t('audit.title')} lead={t('audit.lead')}>
      {answer.state === 'asking' && <Waiting />}
      {answer.state === 'failed' && <p>{t('failed')}</p>}
      {answer.state === 'there' && answer.value.entries.length === 0 && <p>{t('audit.empty')}</p>}
      {answer.state === 'there' && answer.value.entries.length > 0 && (
        <ol className="flex flex-col divide-y divide-line">
          {answer.value.entries.map(({ id: key, at, by, what, detail, from }) => (
            <li key={key} className="py-2 [overflow-wrap:anywhere]">
              <p>
                <b>
                  <bdi>{by?.name || t('audit.nameless')}</bdi>
                </b>{' '}
                <code>{what}</code> {detail}
              </p>
              <p className="text-sm text-dim">
                {dayAndTime(at, i18n.language)} · {from}
              </p>
            </li>
          ))}
        </ol>
      )}
      <Refusal words={error} />
      {answer.state === 'there' && answer.value.more && (
        <div>
          <Button busy={busy} onPress={() => aside(older())}>
            {t('more')}
          </Button>
        </div>
      )}
    </Section>
  );
}
