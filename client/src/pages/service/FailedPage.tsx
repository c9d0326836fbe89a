import type { ErrorCode } from '@plenum/shared/core/errors';
import { Unplug } from 'lucide-react';
import { aside } from '@plenum/shared/core/aside';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { wordsOfCode } from '../../app/errorWords.ts';
import { PageFrame } from '../../app/entry/PageFrame.tsx';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';

interface Props {
  readonly code: ErrorCode;
  readonly again: () => Promise<void>;
}

/** Shown in place of a page that the server does not answer for. */
export function FailedPage({ code, again }: Props) {
  const { t } = useTranslation('service');
  const { t: general } = useTranslation();
  const [, navigate] = useLocation();
  const isMissing = code === 'notFound' || code === 'invalid' || code === 'forbidden';
  const title = isMissing ? t('missing.title') : t('failed');
  return (
    <PageFrame title={title} home="/home">
      <Notice
        icon={<Unplug />}
        title={title}
        actions={
          <>
            {!isMissing && (
              <Button look="primary" onPress={() => aside(again())}>
                {general('app.tryAgain')}
              </Button>
            )}
            <Button look={isMissing ? 'primary' : 'plain'} onPress={() => navigate('/home')}>
              {t('toHome')}
            </Button>
          </>
        }
      >
        <p>{isMissing ? t('missing.body') : general(wordsOfCode[code])}</p>
      </Notice>
    </PageFrame>
  );
}
