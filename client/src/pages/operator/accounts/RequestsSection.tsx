import { aside } from '@plenum/shared/core/aside';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button.tsx';
import { Refusal, Section } from '../../service/parts.tsx';
import { useSending } from '../../service/refusal.ts';
import { useAnswer } from '../../service/useAnswer.ts';
import { dayOf } from '../../service/words.ts';
import { operatorApi } from '../api.ts';

/** The addresses that ask for an account; nothing while none does. */
export function RequestsSection() {
  const { t, i18n } = useTranslation('operator');
  const { answer, again } = useAnswer(operatorApi.requests);
  const { busy, error, send } = useSending();
  const requests = answer.state === 'there' ? answer.value.requests : [];
  if (requests.length === 0) return null;
  const decide = async (id: string, approved: boolean) => {
    await send(() => operatorApi.decide(id, approved));
    await again();
  };
  return (
    <Section title={t('accounts.requests')} lead={t('accounts.requestsLead')}>
      <ul className="flex flex-col divide-y divide-line">
        {requests.map(({ id, email, until }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-3 py-3">
            <div className="min-w-0 [overflow-wrap:anywhere]">
              <p className="font-bold">{email}</p>
              <p className="text-dim">{t('accounts.until', { day: dayOf(until, i18n.language) })}</p>
            </div>
            <div className="flex flex-wrap gap-3">
              <Button
                busy={busy}
                aria-label={t('accounts.approveThis', { email })}
                onPress={() => aside(decide(id, true))}
              >
                {t('accounts.approve')}
              </Button>
              <Button
                look="quiet"
                busy={busy}
                aria-label={t('accounts.refuseThis', { email })}
                onPress={() => aside(decide(id, false))}
              >
                {t('accounts.refuse')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <Refusal words={error} />
    </Section>
  );
}
