import { Redirect, type RegisteredClient, clientLimits } from '@plenum/shared/api/operator/clientContract';
import { aside } from '@plenum/shared/core/aside';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { LongField } from '../../ui/LongField.tsx';
import { ShownOnce } from '../organisation/ShownOnce.tsx';
import { FailedPage } from '../service/FailedPage.tsx';
import { Form, Refusal, Section, Waiting } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';
import { useAnswer } from '../service/useAnswer.ts';
import { dayOf } from '../service/words.ts';
import { operatorApi } from './api.ts';
import { OperatorFrame } from './OperatorFrame.tsx';

/** The servers and programs at which people sign in with accounts of this server. */
export function ClientsPage() {
  const { t } = useTranslation('operator');
  const { answer, again } = useAnswer(operatorApi.clients);
  if (answer.state === 'failed') return <FailedPage code={answer.code} again={again} />;
  return (
    <OperatorFrame part="clients" lead={t('clients.lead')}>
      {answer.state === 'asking' ? (
        <Waiting />
      ) : (
        <>
          <Known clients={answer.value.clients} again={again} />
          <NewClient again={again} />
        </>
      )}
    </OperatorFrame>
  );
}

interface KnownProps {
  readonly clients: readonly RegisteredClient[];
  readonly again: () => Promise<void>;
}

function Known({ clients, again }: KnownProps) {
  const { t, i18n } = useTranslation('operator');
  const { busy, error, send } = useSending();
  if (clients.length === 0) return <p className="text-dim">{t('clients.none')}</p>;
  const remove = async (client: string) => {
    await send(() => operatorApi.removeClient(client));
    await again();
  };
  return (
    <Section title={t('clients.known')}>
      <ul className="flex flex-col divide-y divide-line">
        {clients.map(({ client, name, redirects, byOperator, createdAt, people }) => (
          <li key={client} className="flex flex-wrap items-center justify-between gap-3 py-3">
            <div className="min-w-0 flex-1 basis-60 [overflow-wrap:anywhere]">
              <p className="font-bold">
                <bdi>{byOperator ? name : t('clients.itself')}</bdi>
              </p>
              <p className="text-dim">{redirects.join(' · ')}</p>
              <p className="text-dim">
                {t('clients.people', { count: people })} · {dayOf(createdAt, i18n.language)}
              </p>
            </div>
            <Button
              busy={busy}
              aria-label={t('clients.removeThis', { name: byOperator ? name : (redirects[0] ?? client) })}
              onPress={() => aside(remove(client))}
            >
              {t('clients.remove')}
            </Button>
          </li>
        ))}
      </ul>
      <Refusal words={error} />
    </Section>
  );
}

function NewClient({ again }: Pick<KnownProps, 'again'>) {
  const { t } = useTranslation('operator');
  const [name, setName] = useState('');
  const [addresses, setAddresses] = useState('');
  const [isTried, setTried] = useState(false);
  const [made, setMade] = useState<{ readonly client: string; readonly secret: string }>();
  const { busy, error, send } = useSending();
  const redirects = addresses.split(/\s+/).filter((one) => one !== '');
  const areGood =
    redirects.length > 0 &&
    redirects.length <= clientLimits.redirects &&
    redirects.every((one) => z.safeParse(Redirect, one).success);
  const register = async () => {
    setTried(true);
    if (name.trim() === '' || !areGood) return;
    const told = await send(() => operatorApi.registerClient({ name: name.trim(), redirects }));
    if (!told) return;
    setMade(told);
    setName('');
    setAddresses('');
    setTried(false);
    await again();
  };
  return (
    <Section title={t('clients.new')} lead={t('clients.newLead')}>
      {made && (
        <>
          <p className="[overflow-wrap:anywhere]">{t('clients.id', { id: made.client })}</p>
          <ShownOnce words={t('clients.once')} secret={made.secret} copy={t('clients.copy')} />
        </>
      )}
      <Form look="plain" submit={t('clients.register')} busy={busy} error={error} onSubmit={register}>
        <Field
          label={t('clients.name')}
          value={name}
          onChange={setName}
          maxLength={clientLimits.name}
          autoComplete="off"
          error={isTried && name.trim() === '' ? t('clients.nameMissing') : undefined}
        />
        <LongField
          label={t('clients.redirects')}
          value={addresses}
          onChange={setAddresses}
          note={t('clients.redirectsNote')}
          problem={isTried && !areGood ? t('clients.redirectsInvalid') : undefined}
          rows={2}
          maxLength={clientLimits.redirect * clientLimits.redirects}
        />
      </Form>
    </Section>
  );
}
