import { Compass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { PageFrame } from './PageFrame.tsx';

/** The page for an unknown address. */
export function NotFoundPage() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  return (
    <PageFrame title={t('page.notFound.title')}>
      <Notice
        icon={<Compass />}
        title={t('page.notFound.title')}
        actions={
          <Button look="primary" onPress={() => navigate('/')}>
            {t('app.toStart')}
          </Button>
        }
      >
        <p>{t('page.notFound.body')}</p>
      </Notice>
    </PageFrame>
  );
}
