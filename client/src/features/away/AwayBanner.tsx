import { away } from '@plenum/shared/features/away/contract';
import { Coffee } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../app/useAsk.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { useIAmAway } from './useAway.ts';

/** Reminds an away member that the others see it, and offers the way back. */
export function AwayBanner() {
  const { t } = useTranslation();
  const ask = useAsk();
  if (!useIAmAway()) return null;
  return (
    <Banner
      tone="calm"
      icon={<Coffee />}
      action={<Button onPress={() => void ask(away, 'set', { away: false })}>{t('away.back')}</Button>}
    >
      {t('away.shown')}
    </Banner>
  );
}
