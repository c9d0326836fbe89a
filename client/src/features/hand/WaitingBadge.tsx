import { useTranslation } from 'react-i18next';
import { useWaiting } from './queue.ts';

/** Number of raised hands, at the tab; empty for none. */
export function WaitingBadge() {
  const { t } = useTranslation();
  const waiting = useWaiting();
  if (waiting === 0) return null;
  return (
    <span className="rounded-full bg-amber px-1.5 text-xs leading-5 font-bold text-amber-ink tabular">
      <span aria-hidden="true">{waiting > 99 ? '99+' : waiting}</span>
      <span className="sr-only">{t('hand.up', { count: waiting })}</span>
    </span>
  );
}
