import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { accountApi } from './api.ts';
import { AccountForm, AccountFrame } from './AccountFrame.tsx';
import { useSending } from './useSending.ts';

/** The second half of a sign-in: a code of the app, or a recovery code. */
export function SecondStep({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('account');
  const [kind, setKind] = useState<'app' | 'recovery'>('app');
  const [code, setCode] = useState('');
  const { busy, error, setError, send } = useSending();
  const isApp = kind === 'app';
  const prove = async () => {
    const given = code.replaceAll(/\s/g, '');
    if (given.length < 6) return setError(t('codeWrong'));
    if (await send(() => accountApi.secondFactor({ code: given, kind, trust: false }))) onDone();
    return undefined;
  };
  const change = () => {
    setKind(isApp ? 'recovery' : 'app');
    setCode('');
    setError(undefined);
  };
  return (
    <AccountFrame title={t('secondTitle')} lead={isApp ? t('secondLead') : t('recoveryLead')}>
      <AccountForm submit={t('goOn')} busy={busy} error={error} onSubmit={prove}>
        <Field
          label={isApp ? t('code') : t('recoveryCode')}
          value={code}
          onChange={setCode}
          maxLength={20}
          autoComplete="one-time-code"
        />
      </AccountForm>
      <Button look="quiet" onPress={change}>
        {isApp ? t('useRecovery') : t('useApp')}
      </Button>
    </AccountFrame>
  );
}
