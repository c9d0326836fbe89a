import { mostPlanGuests } from '@plenum/shared/api/plan/contract';
import type { MetLimit } from '@plenum/shared/core/errors';
import { LimitMet } from '@plenum/shared/core/errors';
import type { TFunction } from 'i18next';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { boundOf, codeOf, wordsOfCode } from '../../app/errorWords.ts';

type Words = TFunction<'service'>;

/** Which limit was met, whose it is, and what can be done. */
function wordsOfLimit({ limit, most, whose, tier, remedies }: MetLimit, t: Words): string {
  const met = t(`limit.met.${limit}`, { count: most, whose, tier });
  return [met, ...remedies.map((remedy) => t(`limit.remedy.${remedy}`))].join(' ');
}

/** Why the server refused, and what to do. */
function wordsOfRefusal(error: unknown, t: Words, general: TFunction): string {
  if (error instanceof LimitMet) return wordsOfLimit(error.met, t);
  const [code, bound] = [codeOf(error), boundOf(error)];
  if (bound === 'email') return t('refused.email');
  if (bound === 'slug') return t('refused.slug');
  if (bound === 'address') return t('refused.address');
  if (bound === 'url') return t('refused.url');
  if (bound === 'over') return t('refused.over');
  if (bound === 'letters') return t('refused.letters');
  if (bound === 'guests') return t('refused.guests', { count: mostPlanGuests });
  if (code === 'forbidden') return t('refused.forbidden');
  if (code === 'notFound') return t('refused.notFound');
  if (code === 'conflict') return t('refused.conflict');
  return general(wordsOfCode[code]);
}

interface Sending {
  readonly busy: boolean;
  readonly error: string | undefined;
  /** Runs a request; its answer, or undefined when the server refused. */
  readonly send: <T>(ask: () => Promise<T>) => Promise<T | undefined>;
}

/** The state of a form that asks the server: busy, and the words of the last refusal. */
export function useSending(): Sending {
  const { t } = useTranslation('service');
  const { t: general } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const send = useCallback(
    async <T>(ask: () => Promise<T>) => {
      setBusy(true);
      setError(undefined);
      try {
        return await ask();
      } catch (reason) {
        setError(wordsOfRefusal(reason, t, general));
        return undefined;
      } finally {
        setBusy(false);
      }
    },
    [t, general],
  );
  return { busy, error, send };
}
