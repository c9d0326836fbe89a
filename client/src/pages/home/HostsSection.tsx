import type { Space } from '@plenum/shared/api/space/contract';
import { aside } from '@plenum/shared/core/aside';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { AddressField, useAddress } from '../service/AddressField.tsx';
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
  const email = useAddress();
  const [adding, removing] = [useSending(), useSending()];
  const add = async () => {
    const address = email.check();
    if (address === undefined) return;
    const next = await adding.send(() => api.addHost(space.id, address));
    if (!next) return;
    email.set('');
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
        <AddressField label={t('hosts.email')} address={email} />
      </Form>
    </Section>
  );
}
