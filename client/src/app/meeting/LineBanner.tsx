import { CloudOff } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { showToast } from '../../ui/toasts.ts';
import { useMeeting, useSession } from '../session.ts';

/** A calm banner while the room line is lost; the line reconnects by itself. */
export function LineBanner() {
  const { t } = useTranslation();
  const state = useMeeting(({ line }) => line.state);
  const attempt = useMeeting(({ line }) => (line.state === 'lost' ? line.attempt : 0));
  const obstacle = useMeeting(({ line }) => (line.state === 'lost' ? line.obstacle : undefined));
  const session = useSession();
  const wasLost = useRef(false);
  useEffect(() => {
    if (state === 'lost') wasLost.current = true;
    if (state !== 'open' || !wasLost.current) return;
    wasLost.current = false;
    showToast({ tone: 'good', words: t('line.back') }, 4);
  }, [state, t]);
  if (state !== 'lost') return null;
  const isLong = attempt > 4;
  const isOffline = !navigator.onLine;
  return (
    <Banner
      tone="warning"
      icon={<CloudOff />}
      action={isLong && <Button onPress={() => session.retryNow()}>{t('app.tryAgain')}</Button>}
    >
      {obstacle ? t(`line.${obstacle}`) : isOffline ? t('line.offline') : isLong ? t('line.lostLong') : t('line.lost')}
    </Banner>
  );
}
