import { House } from 'lucide-react';
import { aside } from '@plenum/shared/core/aside';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { boundOf, codeOf } from '../../app/errorWords.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { AccountForm } from './AccountFrame.tsx';
import { accountApi } from './api.ts';

/** The mark of an address that leads here because the home server did not tell the person's address. */
export const againHash = '#again';

/** Signs in with an account of another Plenum, whose address the person types. */
export function HomeWay() {
  const { t } = useTranslation('account');
  const [again] = useState(() => location.hash === againHash);
  const [open, setOpen] = useState(again);
  const [home, setHome] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  if (!open) {
    return (
      <Button wide onPress={() => setOpen(true)}>
        <House aria-hidden="true" className="size-5" />
        {t('home.way')}
      </Button>
    );
  }
  const wordsOf = (reason: unknown): string => {
    if (codeOf(reason) === 'limited') return t('wait');
    if (codeOf(reason) === 'invalid') return t('home.invalid');
    if (codeOf(reason) !== 'forbidden') return t('home.unavailable');
    return boundOf(reason) === 'home' ? t('home.notTaken') : t('home.noGuest');
  };
  const start = async () => {
    if (home.trim() === '') return setError(t('home.invalid'));
    setBusy(true);
    try {
      const { address } = await accountApi.startHome({ home: home.trim(), ...(again && { again }) });
      location.assign(address);
    } catch (reason) {
      setError(wordsOf(reason));
      setBusy(false);
    }
    return undefined;
  };
  const begin = () => {
    setError(undefined);
    aside(start());
    return Promise.resolve();
  };
  return (
    <AccountForm isOneOfMany submit={t('home.go')} busy={busy} onSubmit={begin}>
      <Field
        label={t('home.address')}
        value={home}
        onChange={setHome}
        error={error}
        placeholder="plenum.example.org"
        maxLength={300}
        autoComplete="url"
        name="home"
      />
    </AccountForm>
  );
}
