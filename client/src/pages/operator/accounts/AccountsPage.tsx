import type { OperatedAccount } from '@plenum/shared/api/operator/serverContract';
import { EmailAddress } from '@plenum/shared/core/email';
import { aside } from '@plenum/shared/core/aside';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { showToast } from '../../../ui/toasts.ts';
import { Form, Refusal, Section, Waiting } from '../../service/parts.tsx';
import { useSending } from '../../service/refusal.ts';
import { operatorApi } from '../api.ts';
import { Card, OperatorFrame } from '../OperatorFrame.tsx';
import { SearchForm } from '../SearchForm.tsx';
import { usePages } from '../usePages.ts';
import { AccountRow } from './AccountRow.tsx';
import { RequestsSection } from './RequestsSection.tsx';

/** All accounts: search them, approve, disable, and let others run the server. */
export function AccountsPage() {
  const { t } = useTranslation('operator');
  const [like, setLike] = useState('');
  return (
    <OperatorFrame part="accounts">
      <RequestsSection />
      <SearchForm label={t('searchAccounts')} onSearch={setLike} />
      <List key={like} like={like} />
      <InviteSection />
    </OperatorFrame>
  );
}

function List({ like }: { readonly like: string }) {
  const { t } = useTranslation('operator');
  const { t: service } = useTranslation('service');
  const { state, page, more, change, busy, error } = usePages<OperatedAccount>(async (last) => {
    const found = await operatorApi.accounts({ ...(like !== '' && { like }), ...(last && { after: last.account }) });
    return { items: found.accounts, more: found.more };
  });
  if (state === 'asking') return <Waiting rows={5} />;
  if (!page) return <p>{service('failed')}</p>;
  return (
    <Card>
      {page.items.length === 0 ? (
        <p>{t('none')}</p>
      ) : (
        <ul className="flex flex-col divide-y divide-line">
          {page.items.map((account) => (
            <AccountRow
              key={account.account}
              account={account}
              onChange={(next) => change((one) => one.account === next.account, next)}
            />
          ))}
        </ul>
      )}
      <Refusal words={error} />
      {page.more && (
        <div>
          <Button busy={busy} onPress={() => aside(more())}>
            {t('more')}
          </Button>
        </div>
      )}
    </Card>
  );
}

/** Invites somebody to have an account, also where registration is closed to others. */
function InviteSection() {
  const { t } = useTranslation('operator');
  const { t: service } = useTranslation('service');
  const [email, setEmail] = useState('');
  const [isWrong, setWrong] = useState(false);
  const { busy, error, send } = useSending();
  const invite = async () => {
    const address = email.trim();
    if (!z.safeParse(EmailAddress, address).success) return setWrong(true);
    if (!(await send(() => operatorApi.inviteAccount(address)))) return;
    setEmail('');
    showToast({ tone: 'good', words: t('accounts.invited', { email: address }) });
  };
  return (
    <Section title={t('accounts.invite')} lead={t('accounts.inviteLead')}>
      <Form look="plain" submit={t('accounts.send')} busy={busy} error={error} onSubmit={invite}>
        <Field
          label={t('accounts.email')}
          value={email}
          onChange={(value) => {
            setEmail(value);
            setWrong(false);
          }}
          maxLength={254}
          autoComplete="off"
          error={isWrong ? service('emailInvalid') : undefined}
        />
      </Form>
    </Section>
  );
}
