import { MonitorUp, Pause, Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { useShare } from './useShare.ts';

/** While my screen is seen by others: a line across the meeting and a frame around all of it. */
export function SharingFrame() {
  const { t } = useTranslation();
  const { sharing, paused, toggle, pause } = useShare();
  if (!sharing) return null;
  return (
    <>
      <Banner
        tone={paused ? 'warning' : 'accent'}
        icon={<MonitorUp />}
        action={
          <span className="flex flex-wrap gap-2">
            <Button onPress={() => pause(!paused)}>
              {paused ? (
                <Play aria-hidden="true" className="size-5" />
              ) : (
                <Pause aria-hidden="true" className="size-5" />
              )}
              {paused ? t('media.goOnSharing') : t('media.pauseSharing')}
            </Button>
            <Button look="danger" onPress={toggle}>
              {t('media.stopSharing')}
            </Button>
          </span>
        }
      >
        <strong className="font-bold">{paused ? t('media.sharingPaused') : t('media.youAreSharing')}</strong>
      </Banner>
      <div
        aria-hidden="true"
        className={`pointer-events-none fixed inset-0 z-40 border-4 ${paused ? 'border-amber' : 'border-accent'}`}
      />
    </>
  );
}
