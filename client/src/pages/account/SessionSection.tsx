import type { SessionCard } from '@plenum/shared/api/account/ownContract';
import { aside } from '@plenum/shared/core/aside';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { accountApi } from './api.ts';
import { Refusal, Section } from '../service/parts.tsx';
import { useSending } from './useSending.ts';

/** The browser and the system in what a browser says of itself; undefined for an unknown one. */
function browserIn(said: string): string | undefined {
  const browser = /(Firefox|Edg|OPR|Chrome|Safari)\//.exec(said)?.[1];
  const system = /(Android|iPhone|iPad|Windows|Mac OS X|Linux)/.exec(said)?.[1];
  const name = browser && ({ Edg: 'Edge', OPR: 'Opera' }[browser] ?? browser);
  return [name, system].filter((one) => one !== undefined).join(', ') || undefined;
}

/** Where the person is signed in. */
export function SessionSection() {
  const { t, i18n } = useTranslation('account');
  const [sessions, setSessions] = useState<readonly SessionCard[]>([]);
  const { busy, error, send } = useSending();
  const load = useCallback(async () => {
    const answer = await accountApi.sessions().catch(() => undefined);
    if (answer) setSessions(answer.sessions);
  }, []);
  useEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- the answer of the server comes later.
    aside(load());
  }, [load]);
  const date = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  const end = async (ask: () => Promise<unknown>) => {
    if (await send(ask)) await load();
  };
  return (
    <Section title={t('sessions')} lead={t('sessionsLead')}>
      <ul className="flex flex-col gap-2">
        {sessions.map(({ id, browser, createdAt, isThis }) => {
          const name = browserIn(browser) ?? t('unknownBrowser');
          return (
            <li key={id} className="flex min-h-11 flex-wrap items-center justify-between gap-x-3">
              <span className="min-w-0">
                <b>{name}</b>{' '}
                <span className="text-dim">
                  {isThis ? t('thisDevice') : t('since', { date: date.format(createdAt) })}
                </span>
              </span>
              {!isThis && (
                <Button
                  look="quiet"
                  busy={busy}
                  aria-label={t('end', { name })}
                  onPress={() => aside(end(() => accountApi.endSession(id)))}
                >
                  {t('endShort')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      <Refusal words={error} />
      {sessions.length > 1 && (
        <Button busy={busy} onPress={() => aside(end(accountApi.endOthers))}>
          {t('endOthers')}
        </Button>
      )}
    </Section>
  );
}
