import type { Profile } from '@plenum/shared/api/account/ownContract';
import { aside } from '@plenum/shared/core/aside';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Trash2 } from 'lucide-react';
import { AppError } from '@plenum/shared/core/errors';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { showToast } from '../../ui/toasts.ts';
import { accountApi } from './api.ts';
import { AccountForm } from './AccountFrame.tsx';
import { addPasskey, hasPasskeys } from './passkeys.ts';
import { Refusal, Section } from '../service/parts.tsx';
import { useSending } from './useSending.ts';

interface Props {
  readonly passkeys: Profile['passkeys'];
  readonly reload: () => Promise<void>;
}

/** The passkeys of the account: a list, and a form that adds one. */
export function PasskeySection({ passkeys, reload }: Props) {
  const { t, i18n } = useTranslation('account');
  const [name, setName] = useState('');
  const adding = useSending();
  const removing = useSending();
  const date = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium' });
  const add = async () => {
    const given = name.trim() === '' ? 'Passkey' : name.trim();
    const done = await adding.send(async () => {
      try {
        await addPasskey(given);
      } catch (error) {
        // The person declined, or the browser cannot.
        if (!(error instanceof AppError)) throw new AppError('forbidden', 'No passkey.', 'passkey');
        throw error;
      }
    });
    if (!done) return;
    setName('');
    showToast({ tone: 'good', words: t('passkeyAdded') });
    await reload();
  };
  const remove = async (id: string) => {
    if (await removing.send(() => accountApi.removePasskey(id))) await reload();
  };
  return (
    <Section title={t('passkeys')} lead={t('passkeysLead')}>
      {passkeys.length === 0 ? (
        <p className="text-dim">{t('noPasskeys')}</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {passkeys.map((one) => (
            <li key={one.id} className="flex items-center justify-between gap-3">
              <span className="min-w-0 [overflow-wrap:anywhere]">
                <b>{one.name}</b> <span className="text-dim">{t('added', { date: date.format(one.createdAt) })}</span>
              </span>
              <Button
                square
                look="quiet"
                aria-label={t('remove', { name: one.name })}
                onPress={() => aside(remove(one.id))}
              >
                <Trash2 aria-hidden="true" className="size-5" />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Refusal words={removing.error} />
      {hasPasskeys() && (
        <AccountForm isOneOfMany submit={t('addPasskey')} busy={adding.busy} error={adding.error} onSubmit={add}>
          <Field label={t('passkeyName')} value={name} onChange={setName} maxLength={80} autoComplete="off" />
        </AccountForm>
      )}
    </Section>
  );
}
