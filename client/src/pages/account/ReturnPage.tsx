import type { finishHome } from '@plenum/shared/api/account/homeContract';
import type { InputOf } from '@plenum/shared/core/endpoint';
import { UserX } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { boundOf } from '../../app/errorWords.ts';
import { PageFrame } from '../../app/entry/PageFrame.tsx';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { againHash } from './HomeWay.tsx';

/** What came with a browser that a provider, or a home server, sent back. */
type Returned = InputOf<typeof finishHome>;

/** Where a provider or a home server sends the browser back to: passes on what it gave. */
export function ReturnPage({ finish }: { readonly finish: (given: Returned) => Promise<unknown> }) {
  const { t } = useTranslation('account');
  const [, navigate] = useLocation();
  const [failed, setFailed] = useState<'whole' | 'address'>();
  const begin = useEffectEvent(finish);
  useEffect(() => {
    let wanted = true;
    const given = new URLSearchParams(location.search);
    const part = (name: string) => {
      const value = given.get(name);
      return value === null ? {} : { [name]: value };
    };
    const input = { state: given.get('state') ?? '-', ...part('code'), ...part('iss'), ...part('error') };
    begin(input).then(
      () => wanted && navigate('/home', { replace: true }),
      (error: unknown) => wanted && setFailed(boundOf(error) === 'address' ? 'address' : 'whole'),
    );
    return () => {
      wanted = false;
    };
  }, [navigate]);
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
          <Button look="primary" onPress={() => navigate(`/account/sign-in${failed === 'address' ? againHash : ''}`)}>
            {t('toSignIn')}
          </Button>
        }
      >
        <p>{failed === 'address' ? t('home.noAddress') : t('providerFailedBody')}</p>
      </Notice>
    </PageFrame>
  );
}
