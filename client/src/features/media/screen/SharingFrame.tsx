import { MonitorUp, Pause, Play, Video } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { useContentCamera } from './useContentCamera.ts';
import { useShare } from './useShare.ts';

/** While the own screen or content camera is sent: a banner across the meeting, and for a screen a frame round it. */
export function SharingFrame() {
  const { t } = useTranslation();
  const screen = useShare();
  const camera = useContentCamera();
  return (
    <>
      {screen.sharing && (
        <SharingBanner
          icon={<MonitorUp />}
          words={screen.paused ? t('media.sharingPaused') : t('media.youAreSharing')}
          paused={screen.paused}
          pause={screen.pause}
          stop={{ label: t('media.stopSharing'), run: screen.toggle }}
        />
      )}
      {camera.showing && (
        <SharingBanner
          icon={<Video />}
          words={camera.paused ? t('media.contentCamera.paused') : t('media.contentCamera.youShow')}
          paused={camera.paused}
          pause={camera.pause}
          stop={{ label: t('media.contentCamera.stop'), run: camera.stop }}
        />
      )}
      {screen.sharing && (
        <div
          aria-hidden="true"
          className={`pointer-events-none fixed inset-0 z-40 border-4 ${screen.paused ? 'border-amber' : 'border-accent'}`}
        />
      )}
    </>
  );
}

interface Props {
  readonly icon: ReactNode;
  readonly words: string;
  readonly paused: boolean;
  readonly pause: (paused: boolean) => void;
  readonly stop: { readonly label: string; readonly run: () => void };
}

function SharingBanner({ icon, words, paused, pause, stop }: Props) {
  const { t } = useTranslation();
  const Icon = paused ? Play : Pause;
  return (
    <Banner
      tone={paused ? 'warning' : 'accent'}
      icon={icon}
      action={
        <span className="flex flex-wrap gap-2">
          <Button onPress={() => pause(!paused)}>
            <Icon aria-hidden="true" className="size-5" />
            {paused ? t('media.goOnSharing') : t('media.pauseSharing')}
          </Button>
          <Button look="danger" onPress={stop.run}>
            {stop.label}
          </Button>
        </span>
      }
    >
      <strong className="font-bold">{words}</strong>
    </Banner>
  );
}
