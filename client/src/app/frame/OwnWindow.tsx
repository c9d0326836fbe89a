import { AppWindow } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { PageFrame } from '../entry/PageFrame.tsx';
import { Notice } from '../../ui/Notice.tsx';

/** In place of every page but those of a meeting, where another page frames this one: it could move buttons under a press. */
export function OwnWindow() {
  const { t } = useTranslation();
  return (
    <PageFrame title={t('page.ownWindow.title')}>
      <Notice icon={<AppWindow />} title={t('page.ownWindow.title')}>
        <p>{t('page.ownWindow.body')}</p>
        <a href={location.href} target="_blank" rel="noopener" className="text-accent-text underline">
          {t('page.ownWindow.open')}
        </a>
      </Notice>
    </PageFrame>
  );
}
