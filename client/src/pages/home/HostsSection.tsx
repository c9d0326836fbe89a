import type { Space } from '@plenum/shared/api/space/contract';
import { EmailAddress } from '@plenum/shared/core/email';
import { aside } from '@plenum/shared/core/aside';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { api } from '../service/api.ts';
import { Form, Refusal, Section } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';

interface Props {
  readonly space: Space;
  readonly onChange: (space: Space) => void;
}

/** The people with whom a space is shared. */
export function HostsSection({ space, onChange }: Props) {
  const { t } = useTranslation('service');
  const [email, setEmail] = useState('');
  const [isWrong, setWrong] = useState(false);
  const [adding, removing] = [useSending(), useSending()];
  const add = async () => {
    const address = email.trim();
    if (!z.safeParse(EmailAddress, address).success) return setWrong(true);
    const next = await adding.send(() => api.addHost(space.id, address));
    if (!next) return;
    setEmail('');
    onChange(next);
  };
  const remove = async (account: string) => {
    const next = await removing.send(() => api.removeHost(space.id, account));
    if (next) onChange(next);
  };
  return (
    <Section title={t('hosts.title')} lead={t('hosts.lead')}>
      {space.hosts.length > 0 && (
        <ul className="flex flex-col divide-y divide-line">
          {space.hosts.map(({ account, name }) => (
            <li key={account} className="flex items-center justify-between gap-3 py-2">
              <bdi className="min-w-0 [overflow-wrap:anywhere]">{name}</bdi>
              <Button
                busy={removing.busy}
                onPress={() => aside(remove(account))}
                aria-label={t('hosts.removeThis', { name })}
              >
                {t('hosts.remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Refusal words={removing.error} />
      <Form look="plain" submit={t('hosts.add')} busy={adding.busy} error={adding.error} onSubmit={add}>
        <Field
          label={t('hosts.email')}
          value={email}
          onChange={(value) => {
            setEmail(value);
            setWrong(false);
          }}
          maxLength={254}
          autoComplete="off"
          error={isWrong ? t('emailInvalid') : undefined}
        />
      </Form>
    </Section>
  );
}
