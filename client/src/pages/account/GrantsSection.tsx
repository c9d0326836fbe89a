import type { Grant } from '@plenum/shared/api/account/homeContract';
import { aside } from '@plenum/shared/core/aside';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Refusal, Section } from '../service/parts.tsx';
import { accountApi } from './api.ts';
import { useSending } from './useSending.ts';

/** The servers and programs at which the person signs in with this account. */
export function GrantsSection() {
  const { t, i18n } = useTranslation('account');
  const [grants, setGrants] = useState<readonly Grant[]>();
  const { busy, error, send } = useSending();
  const load = useCallback(async () => {
    const answer = await accountApi.grants().catch(() => undefined);
    if (answer) setGrants(answer.grants);
  }, []);
  useEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- the answer of the server comes later.
    aside(load());
  }, [load]);
  // Most people sign in nowhere else: no empty section for them.
  if (!grants || grants.length === 0) return null;
  const date = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium' });
  const end = async (client: string) => {
    await send(() => accountApi.endGrant(client));
    await load();
  };
  return (
    <Section title={t('grants.title')} lead={t('grants.lead')}>
      <ul className="flex flex-col gap-2">
        {grants.map(({ client, name, host, tells, since }) => {
          const who = name === '' ? host : name;
          const told = [t('grants.again'), ...tells.map((one) => t(`grants.${one}`))];
          return (
            <li key={client} className="flex min-h-11 flex-wrap items-center justify-between gap-x-3">
              <span className="min-w-0 flex-1 basis-60 [overflow-wrap:anywhere]">
                <bdi className="font-bold">{who}</bdi>{' '}
                <span className="text-dim">
                  {name !== '' && `${host} · `}
                  {told.join(', ')} · {t('since', { date: date.format(since) })}
                </span>
              </span>
              <Button
                look="quiet"
                busy={busy}
                aria-label={t('grants.end', { name: who })}
                onPress={() => aside(end(client))}
              >
                {t('grants.endShort')}
              </Button>
            </li>
          );
        })}
      </ul>
      <Refusal words={error} />
    </Section>
  );
}
