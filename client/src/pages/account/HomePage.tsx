import type { Profile } from '@plenum/shared/api/account/ownContract';
import { aside } from '@plenum/shared/core/aside';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Redirect, useLocation } from 'wouter';
import { codeOf } from '../../app/errorWords.ts';
import { PageFrame } from '../../app/entry/PageFrame.tsx';
import { isLanguage, languages } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { showToast } from '../../ui/toasts.ts';
import { accountApi } from './api.ts';
import { AccountForm } from './AccountFrame.tsx';
import { DataSection } from './DataSection.tsx';
import { GrantsSection } from './GrantsSection.tsx';
import { NameField, PasswordField, useName, useNewPassword, usePassword } from './fields.tsx';
import { PasskeySection } from './PasskeySection.tsx';
import { SecondFactorSection } from './SecondFactorSection.tsx';
import { Section } from '../service/parts.tsx';
import { SessionSection } from './SessionSection.tsx';
import { useSending } from './useSending.ts';

type Known =
  | { readonly is: 'asking' }
  | { readonly is: 'nobody' }
  | { readonly is: 'known'; readonly profile: Profile };

/** The account of the person who is signed in: profile, ways to sign in, devices, data. */
export function HomePage() {
  const [known, setKnown] = useState<Known>({ is: 'asking' });
  const load = useCallback(async () => {
    try {
      setKnown({ is: 'known', profile: await accountApi.profile() });
    } catch (error) {
      if (codeOf(error) === 'forbidden') setKnown({ is: 'nobody' });
    }
  }, []);
  useEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- the answer of the server comes later.
    aside(load());
  }, [load]);
  if (known.is === 'nobody') return <Redirect to="/account/sign-in" replace />;
  if (known.is === 'asking') return null;
  return <Home profile={known.profile} reload={load} />;
}

interface HomeProps {
  readonly profile: Profile;
  readonly reload: () => Promise<void>;
}

function Home({ profile, reload }: HomeProps) {
  const { t } = useTranslation('account');
  const [, navigate] = useLocation();
  const { busy, send } = useSending();
  const signOut = async () => {
    if (await send(accountApi.signOut)) navigate('/');
  };
  return (
    <PageFrame title={t('yourAccount')}>
      <div className="mx-auto flex w-full max-w-2xl flex-col gap-5 px-4 pt-4">
        <div className="flex flex-wrap items-end justify-between gap-3">
          <div className="flex min-w-0 flex-col gap-1">
            <h1 className="text-3xl font-bold tracking-tight">{t('yourAccount')}</h1>
            <p className="text-dim [overflow-wrap:anywhere]">{t('signedInAs', { email: profile.email })}</p>
          </div>
          <div className="flex flex-wrap items-center gap-3">
            <Link href="/home" className="font-bold text-accent-text underline">
              {t('toSpaces')}
            </Link>
            <Button busy={busy} onPress={() => aside(signOut())}>
              {t('signOut')}
            </Button>
          </div>
        </div>
        <ProfileSection profile={profile} />
        <PasswordSection hasPassword={profile.hasPassword} />
        <PasskeySection passkeys={profile.passkeys} reload={reload} />
        <SecondFactorSection isOn={profile.hasSecondFactor} hasPassword={profile.hasPassword} reload={reload} />
        <SessionSection />
        <GrantsSection />
        <DataSection profile={profile} />
      </div>
    </PageFrame>
  );
}

function ProfileSection({ profile }: { readonly profile: Profile }) {
  const { t } = useTranslation('account');
  const name = useName(profile.name);
  const [language, setLanguage] = useState(profile.language ?? 'en');
  const { busy, error, send } = useSending();
  const save = async () => {
    if (!name.check()) return;
    const chosen = isLanguage(language) ? { language } : {};
    if (await send(() => accountApi.update({ name: name.value.trim(), ...chosen })))
      showToast({ tone: 'good', words: t('saved') });
  };
  const options = Object.entries(languages).map(([id, label]) => ({ id, label }));
  return (
    <Section title={t('profile')}>
      <AccountForm isOneOfMany submit={t('save')} busy={busy} error={error} onSubmit={save}>
        <NameField input={name} />
        <Select label={t('language')} options={options} chosen={language} onChoose={setLanguage} placeholder="" />
      </AccountForm>
    </Section>
  );
}

function PasswordSection({ hasPassword }: { readonly hasPassword: boolean }) {
  const { t } = useTranslation('account');
  const [current, next] = [usePassword(), useNewPassword()];
  const { busy, error, send } = useSending();
  const change = async () => {
    if ([current.check(), next.check()].includes(false)) return;
    if (!(await send(() => accountApi.changePassword({ current: current.value, next: next.value })))) return;
    current.set('');
    next.set('');
    showToast({ tone: 'good', words: t('passwordChanged') });
  };
  if (!hasPassword)
    return (
      <Section title={t('passwordChange')} lead={t('noPassword')}>
        {null}
      </Section>
    );
  return (
    <Section title={t('passwordChange')}>
      <AccountForm isOneOfMany submit={t('changePassword')} busy={busy} error={error} onSubmit={change}>
        <PasswordField input={current} label={t('currentPassword')} />
        <PasswordField input={next} chosen />
      </AccountForm>
    </Section>
  );
}
