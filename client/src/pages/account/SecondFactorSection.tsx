import { aside } from '@plenum/shared/core/aside';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { encode } from 'uqr';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { showToast } from '../../ui/toasts.ts';
import { accountApi } from './api.ts';
import { AccountForm } from './AccountFrame.tsx';
import { PasswordField, usePassword } from './fields.tsx';
import { Section } from '../service/parts.tsx';
import { useSending } from './useSending.ts';

interface Props {
  readonly isOn: boolean;
  readonly hasPassword: boolean;
  readonly reload: () => Promise<void>;
}

/** Turns the second factor on and off. */
export function SecondFactorSection({ isOn, hasPassword, reload }: Props) {
  const { t } = useTranslation('account');
  const [begun, setBegun] = useState<{ readonly uri: string; readonly codes: readonly string[] }>();
  const [codes, setCodes] = useState<readonly string[]>();
  const password = usePassword();
  const { busy, error, send } = useSending();
  const withPassword = (ask: (given: string) => Promise<void>) => async () => {
    if (password.check() && (await send(() => ask(password.value)))) password.set('');
  };
  if (!hasPassword)
    return (
      <Section title={t('second')} lead={t('noPassword')}>
        {null}
      </Section>
    );
  if (begun) {
    const proven = async () => {
      setBegun(undefined);
      showToast({ tone: 'good', words: t('turnedOn') });
      await reload();
    };
    return (
      <Section title={t('second')} lead={t('scan')}>
        <Setup {...begun} onProven={proven} />
      </Section>
    );
  }
  const turnOn = withPassword(async (given) => setBegun(await accountApi.beginSecond(given)));
  const turnOff = withPassword(async (given) => {
    await accountApi.endSecond(given);
    setCodes(undefined);
    showToast({ tone: 'good', words: t('turnedOff') });
    await reload();
  });
  const renew = withPassword(async (given) => setCodes((await accountApi.newCodes(given)).codes));
  return (
    <Section title={t('second')} lead={isOn ? t('secondOn') : t('secondOff')}>
      <AccountForm
        isOneOfMany
        submit={isOn ? t('turnOff') : t('turnOn')}
        busy={busy}
        error={error}
        onSubmit={isOn ? turnOff : turnOn}
      >
        <PasswordField input={password} />
      </AccountForm>
      {isOn && (
        <Button busy={busy} onPress={() => aside(renew())}>
          {t('newCodes')}
        </Button>
      )}
      {codes && <Codes codes={codes} />}
    </Section>
  );
}

interface SetupProps {
  readonly uri: string;
  readonly codes: readonly string[];
  readonly onProven: () => Promise<void>;
}

function Setup({ uri, codes, onProven }: SetupProps) {
  const { t } = useTranslation('account');
  const [code, setCode] = useState('');
  const { busy, error, send } = useSending();
  const key = new URL(uri).searchParams.get('secret') ?? '';
  const prove = async () => {
    const given = code.replaceAll(/\s/g, '');
    const ask = () => accountApi.secondFactor({ code: given, kind: 'app', trust: false });
    if (given.length >= 6 && (await send(ask))) await onProven();
  };
  return (
    <>
      <QrCode text={uri} label={t('scan')} />
      <p className="[overflow-wrap:anywhere]">
        {t('setupKey')}: <code className="font-mono">{key}</code>
      </p>
      <Codes codes={codes} />
      <AccountForm submit={t('turnOn')} busy={busy} error={error} onSubmit={prove}>
        <Field label={t('code')} value={code} onChange={setCode} maxLength={10} autoComplete="one-time-code" />
      </AccountForm>
    </>
  );
}

function Codes({ codes }: { readonly codes: readonly string[] }) {
  const { t } = useTranslation('account');
  return (
    <div className="flex flex-col gap-2">
      <p className="text-dim">{t('codesKeep')}</p>
      <ul className="grid grid-cols-2 gap-1 rounded-control border border-line bg-ground p-3 font-mono">
        {codes.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </div>
  );
}

function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  // Readers want a light margin of four modules around the code.
  const { size, data } = useMemo(() => encode(text, { ecc: 'M', border: 4 }), [text]);
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="w-full max-w-56 rounded-control bg-white forced-color-adjust-none"
    >
      <path d={path} fill="#000" />
    </svg>
  );
}
