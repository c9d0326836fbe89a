import { Link2Off } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { codeOf } from '../../app/errorWords.ts';
import { PageFrame } from '../../app/entry/PageFrame.tsx';
import { isLanguage } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { accountApi } from './api.ts';
import { AccountForm, AccountFrame } from './AccountFrame.tsx';
import { EmailField, NameField, PasswordField, useEmail, useName, useNewPassword } from './fields.tsx';
import { useSending } from './useSending.ts';

/** The token of the link that led here: it stands behind the `#`, which no server sees. */
function useToken(): string {
  const [token] = useState(() => location.hash.slice(1));
  return token;
}

type KnownLink =
  | { readonly state: 'asking' }
  | { readonly state: 'gone' }
  | { readonly state: 'good'; readonly email: string };

/** What the server knows of a link. */
function useLinkInfo(purpose: 'register' | 'operator', token: string): KnownLink {
  const [link, setLink] = useState<KnownLink>({ state: 'asking' });
  useEffect(() => {
    let wanted = true;
    accountApi.link({ purpose, token }).then(
      ({ email }) => wanted && setLink({ state: 'good', email }),
      (error: unknown) => wanted && ['notFound', 'invalid'].includes(codeOf(error)) && setLink({ state: 'gone' }),
    );
    return () => {
      wanted = false;
    };
  }, [purpose, token]);
  return link;
}

/** Makes an account from the link of a letter, or the first operator from the address that the server printed. */
export function ConfirmPage({ purpose }: { readonly purpose: 'register' | 'operator' }) {
  const token = useToken();
  const link = useLinkInfo(purpose, token);
  if (link.state === 'gone') return <GonePage />;
  if (link.state === 'asking') return null;
  return <ConfirmForm purpose={purpose} token={token} address={link.email} />;
}

interface ConfirmProps {
  readonly purpose: 'register' | 'operator';
  readonly token: string;
  readonly address: string;
}

function ConfirmForm({ purpose, token, address }: ConfirmProps) {
  const { t, i18n } = useTranslation('account');
  const [, navigate] = useLocation();
  const [email, name, password] = [useEmail(), useName(), useNewPassword()];
  const { busy, error, send } = useSending();
  const isOperator = purpose === 'operator';
  const make = async () => {
    const checks = [name.check(), password.check(), ...(isOperator ? [email.check()] : [])];
    if (checks.includes(false)) return;
    const language = isLanguage(i18n.language) ? { language: i18n.language } : {};
    const made = { token, name: name.value.trim(), password: password.value, ...language };
    const ask = () =>
      isOperator ? accountApi.firstOperator({ ...made, email: email.value.trim() }) : accountApi.confirm(made);
    if (await send(ask)) navigate('/home', { replace: true });
  };
  return (
    <AccountFrame
      title={isOperator ? t('operatorTitle') : t('confirmTitle')}
      lead={
        <span className="break-words">{isOperator ? t('operatorLead') : t('confirmLead', { email: address })}</span>
      }
    >
      <AccountForm submit={t('make')} busy={busy} error={error} onSubmit={make}>
        {isOperator ? (
          <EmailField input={email} />
        ) : (
          // For programs that keep passwords: they need the name that belongs to this one.
          <input type="email" name="email" autoComplete="username" value={address} readOnly hidden />
        )}
        <NameField input={name} />
        <PasswordField input={password} chosen />
      </AccountForm>
    </AccountFrame>
  );
}

/** Sets a new password by the link of a letter. */
export function ResetPage() {
  const { t } = useTranslation('account');
  const [, navigate] = useLocation();
  const token = useToken();
  const password = useNewPassword();
  const { busy, error, send } = useSending();
  if (token === '') return <GonePage />;
  const save = async () => {
    if (!password.check()) return;
    if (await send(() => accountApi.reset({ token, password: password.value })))
      navigate('/account/sign-in#changed', { replace: true });
  };
  return (
    <AccountFrame title={t('resetTitle')} lead={t('resetLead')}>
      <AccountForm submit={t('save')} busy={busy} error={error} onSubmit={save}>
        <PasswordField input={password} chosen />
      </AccountForm>
    </AccountFrame>
  );
}

function GonePage() {
  const { t } = useTranslation('account');
  const [, navigate] = useLocation();
  return (
    <PageFrame title={t('linkGone')} said={t('linkGone')}>
      <Notice
        icon={<Link2Off />}
        title={t('linkGone')}
        actions={
          <Button look="primary" onPress={() => navigate('/account/sign-in')}>
            {t('toSignIn')}
          </Button>
        }
      >
        <p>{t('linkGoneBody')}</p>
      </Notice>
    </PageFrame>
  );
}
