import { useTranslation } from 'react-i18next';
import { useManages, useRunning } from './useBreakout.ts';

/** The number of rooms that call a moderator. */
export function BreakoutBadge() {
  const { t } = useTranslation();
  const calls = useRunning()?.help.length ?? 0;
  const manages = useManages();
  if (!manages || calls === 0) return null;
  return (
    <span className="min-w-5 rounded-full bg-amber px-1 text-center text-xs leading-5 font-bold text-amber-ink tabular">
      <span aria-hidden="true">{calls}</span>
      <span className="sr-only">{t('breakout.callsWaiting', { count: calls })}</span>
    </span>
  );
}
