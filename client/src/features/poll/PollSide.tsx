import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';

const PollPanel = lazy(() => import('./PollPanel.tsx').then((module) => ({ default: module.PollPanel })));

/** The panel of polls, loaded when it is opened for the first time. */
export function PollSide() {
  const { t } = useTranslation();
  return (
    <Suspense fallback={<p className="p-4 text-dim">{t('poll.loading')}</p>}>
      <PollPanel />
    </Suspense>
  );
}
