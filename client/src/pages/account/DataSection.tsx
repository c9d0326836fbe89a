import type { Profile } from '@plenum/shared/api/account/ownContract';
import { aside } from '@plenum/shared/core/aside';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { saveText } from '../../ui/saveFile.ts';
import { showToast } from '../../ui/toasts.ts';
import { accountApi } from './api.ts';
import { AccountForm } from './AccountFrame.tsx';
import { PasswordField, usePassword } from './fields.tsx';
import { hasPasskeys, provenByPasskey } from './passkeys.ts';
import { Refusal, Section } from '../service/parts.tsx';
import { useSending } from './useSending.ts';

/** The person's data: a download, and the end of the account. */
export function DataSection({ profile }: { readonly profile: Profile }) {
  const { t } = useTranslation('account');
  const [asks, setAsks] = useState(false);
  const { busy, error, send } = useSending();
  const save = () =>
    send(async () => {
      saveText('plenum-account.json', JSON.stringify(await accountApi.exported(), null, 2), 'application/json');
    });
  return (
    <Section title={t('data')}>
      <p>{t('exportLead')}</p>
      <Button busy={busy} onPress={() => aside(save())}>
        {t('export')}
      </Button>
      <Refusal words={error} />
      <p>{t('deleteLead')}</p>
      <Button look="danger" onPress={() => setAsks(true)}>
        {t('delete')}
      </Button>
      {asks && <DeleteDialog profile={profile} onClose={() => setAsks(false)} />}
    </Section>
  );
}

function DeleteDialog({ profile, onClose }: { readonly profile: Profile; readonly onClose: () => void }) {
  const { t } = useTranslation('account');
  const [, navigate] = useLocation();
  const password = usePassword();
  const { busy, error, setError, send } = useSending();
  const erase = async (proof: Parameters<typeof accountApi.erase>[0]) => {
    if (!(await send(() => accountApi.erase(proof)))) return;
    showToast({ tone: 'good', words: t('deleted') });
    navigate('/');
  };
  const byPasskey = async () => {
    const passkey = await provenByPasskey().catch(() => undefined);
    if (passkey) await erase({ passkey });
    else setError(t('passkeyFailed'));
  };
  const byPassword = async () => {
    if (password.check()) await erase({ password: password.value });
  };
  return (
    <Dialog open alert onClose={onClose} title={t('deleteTitle')}>
      <div className="flex flex-col gap-4 pt-1">
        <p>{t('deleteLead')}</p>
        {profile.hasPassword ? (
          <AccountForm submit={t('delete')} busy={busy} error={error} onSubmit={byPassword}>
            <p className="text-dim">{t('deletePassword')}</p>
            <PasswordField input={password} />
          </AccountForm>
        ) : (
          <Refusal words={error} />
        )}
        {profile.passkeys.length > 0 && hasPasskeys() && (
          <Button look="danger" busy={busy} onPress={() => aside(byPasskey())}>
            {t('deletePasskey')}
          </Button>
        )}
        <Button look="quiet" onPress={onClose}>
          {t('cancel')}
        </Button>
      </div>
    </Dialog>
  );
}
