import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { boundOf, codeOf, wordsOfCode } from '../../app/errorWords.ts';

/** The state of a form that asks the server: busy, and the words of the last refusal. */
export function useSending() {
  const { t } = useTranslation('account');
  const { t: general } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const wordsOf = (reason: unknown): string => {
    const [code, bound] = [codeOf(reason), boundOf(reason)];
    if (bound === 'password') return t('wrong');
    if (bound === 'code') return t('codeWrong');
    if (bound === 'fresh') return t('needsFresh');
    if (bound === 'passkey') return t('passkeyFailed');
    if (code === 'limited') return t('wait');
    if (code === 'conflict') return t('taken');
    if (code === 'notFound') return t('linkGoneBody');
    return general(wordsOfCode[code]);
  };
  /** Runs a request; true when it succeeded. */
  const send = async (ask: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    setError(undefined);
    try {
      await ask();
      return true;
    } catch (reason) {
      setError(wordsOf(reason));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, setError, send };
}
