import { UserX } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { PageFrame } from '../../app/entry/PageFrame.tsx';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { accountApi } from './api.ts';

/** Where a provider sends the browser back to: passes on what it gave. */
export function ReturnPage({ provider }: { readonly provider: string }) {
  const { t } = useTranslation('account');
  const [, navigate] = useLocation();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let wanted = true;
    const given = new URLSearchParams(location.search);
    const part = (name: string) => {
      const value = given.get(name);
      return value === null ? {} : { [name]: value };
    };
    const input = { state: given.get('state') ?? '-', ...part('code'), ...part('iss'), ...part('error') };
    accountApi.finishProvider(provider, input).then(
      () => wanted && navigate('/home', { replace: true }),
      () => wanted && setFailed(true),
    );
    return () => {
      wanted = false;
    };
  }, [provider, navigate]);
  if (!failed) {
    return (
      <PageFrame title={t('returning')}>
        <p className="p-4 text-center text-dim">{t('returning')}</p>
      </PageFrame>
    );
  }
  return (
    <PageFrame title={t('providerFailed')} said={t('providerFailed')}>
      <Notice
        icon={<UserX />}
        title={t('providerFailed')}
        actions={
          <Button look="primary" onPress={() => navigate('/account/sign-in')}>
            {t('toSignIn')}
          </Button>
        }
      >
        <p>{t('providerFailedBody')}</p>
      </Notice>
    </PageFrame>
  );
}
