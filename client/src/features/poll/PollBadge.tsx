import { useTranslation } from 'react-i18next';
import { useWaitingPolls } from './polls.ts';

/** The number of polls that wait for my vote, on the tab; renders nothing for zero. */
export function PollBadge() {
  const { t } = useTranslation();
  const waiting = useWaitingPolls();
  if (waiting === 0) return null;
  return (
    <span className="rounded-full bg-accent px-1.5 text-xs leading-5 font-bold text-accent-ink tabular">
      <span aria-hidden="true">{waiting}</span>
      <span className="sr-only">{t('poll.waiting', { count: waiting })}</span>
    </span>
  );
}
