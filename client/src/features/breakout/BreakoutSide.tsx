import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';

const BreakoutPanel = lazy(() => import('./BreakoutPanel.tsx').then((module) => ({ default: module.BreakoutPanel })));

/** The panel of rooms, loaded when it is opened for the first time. */
export function BreakoutSide() {
  const { t } = useTranslation();
  return (
    <Suspense fallback={<p className="p-4 text-dim">{t('breakout.loading')}</p>}>
      <BreakoutPanel />
    </Suspense>
  );
}
