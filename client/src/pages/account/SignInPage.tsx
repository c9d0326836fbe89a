import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { aside } from '@plenum/shared/core/aside';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { Button } from '../../ui/Button.tsx';
import { accountApi } from './api.ts';
import { AccountForm, AccountFrame, OrLine } from './AccountFrame.tsx';
import { EmailField, PasswordField, useEmail, usePassword } from './fields.tsx';
import { HomeWay } from './HomeWay.tsx';
import { hasPasskeys, provenByPasskey } from './passkeys.ts';
import { SecondStep } from './SecondStep.tsx';
import { useSending } from './useSending.ts';
import { useWays } from './useWays.ts';

/** Signs in with a password, a passkey, or at a provider. */
export function SignInPage() {
  const { t } = useTranslation('account');
  const [, navigate] = useLocation();
  const [email, password] = [useEmail(), usePassword()];
  const { busy, error, send } = useSending();
  const [isReset] = useState(() => location.hash === '#changed');
  const [needsSecond, setNeedsSecond] = useState(false);
  // Another server wants to know who this is: only our own page asks about it.
  const [authorize] = useState(() => new URLSearchParams(location.search).get('authorize'));
  const enter = () => navigate(authorize === null ? '/home' : `/account/authorize?${authorize}`, { replace: true });
  if (needsSecond) return <SecondStep onDone={enter} />;
  const signIn = async () => {
    // Both, so that both errors are shown.
    if ([email.check(), password.check()].includes(false)) return;
    const given = { email: email.value.trim(), password: password.value };
    let second = false;
    const ask = async () => {
      second = (await accountApi.signIn(given)).needsSecondFactor;
    };
    if (!(await send(ask))) return;
    if (second) setNeedsSecond(true);
    else enter();
  };
  return (
    <AccountFrame
      title={t('signIn')}
      lead={isReset ? t('resetDone') : undefined}
      below={
        <>
          {t('noAccount')}
          <Link href="/account/register" className="font-bold text-accent-text underline">
            {t('register')}
          </Link>
        </>
      }
    >
      <AccountForm submit={busy ? t('signingIn') : t('signIn')} busy={busy} error={error} onSubmit={signIn}>
        <EmailField input={email} />
        <PasswordField input={password} />
      </AccountForm>
      <Link href="/account/forgot" className="self-start text-accent-text underline">
        {t('forgot')}
      </Link>
      <OtherWays onDone={enter} />
    </AccountFrame>
  );
}

/** Passkey and providers, where there are any. */
function OtherWays({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('account');
  const ways = useWays();
  const { busy, error, setError, send } = useSending();
  const byPasskey = async () => {
    const proof = await provenByPasskey().catch(() => undefined);
    if (!proof) return setError(t('passkeyFailed'));
    if (await send(() => accountApi.passkeySignIn(proof))) onDone();
    return undefined;
  };
  const byProvider = async (id: string) => {
    await send(async () => {
      const { address } = await accountApi.startProvider(id);
      location.assign(address);
    });
  };
  const providers = ways?.providers ?? [];
  const homes = ways?.homes === true;
  if (!hasPasskeys() && providers.length === 0 && !homes) return null;
  return (
    <>
      <OrLine />
      <div role="alert" className="empty:hidden">
        {error !== undefined && <p className="text-danger-text">{error}</p>}
      </div>
      {hasPasskeys() && (
        <Button wide busy={busy} onPress={() => aside(byPasskey())}>
          <KeyRound aria-hidden="true" className="size-5" />
          {t('withPasskey')}
        </Button>
      )}
      {providers.map(({ id, name }) => (
        <Button key={id} wide busy={busy} onPress={() => aside(byProvider(id))}>
          {t('withProvider', { name })}
        </Button>
      ))}
      {homes && <HomeWay />}
    </>
  );
}
