import { cameraSources } from '@plenum/shared/features/media/contract';
import { ImageMinus, MicOff, VideoOff, Volume2, WifiOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../app/session.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { useAfter } from '../../ui/useNow.ts';
import { useLocal } from './local/localMediaContext.ts';
import { isTaken } from './local/localMediaState.ts';
import { playRefused, useSoundBlocked } from './sound/AudioOutlet.tsx';
import { SharingFrame } from './screen/SharingFrame.tsx';

/** Important news of audio and video: line lost, click needed, own screen visible. */
export function MediaBanner() {
  const { t } = useTranslation();
  const line = useMeeting((state) => (state.line.state === 'open' ? state.mediaLine.state : 'open'));
  const soundBlocked = useSoundBlocked();
  return (
    <>
      {soundBlocked && (
        <Banner
          tone="warning"
          icon={<Volume2 />}
          action={
            <Button look="primary" onPress={playRefused}>
              {t('media.hear')}
            </Button>
          }
        >
          {t('media.clickToHearWhy')}
        </Banner>
      )}
      {(line === 'lost' || line === 'connecting') && <LostBanner key={line} />}
      {(line === 'blocked' || line === 'failed') && (
        <Banner tone="warning" icon={<WifiOff />}>
          {t(line === 'failed' ? 'media.mediaFailed' : 'media.mediaRefused')}
        </Banner>
      )}
      <PicturesBanner />
      <TakenBanners />
      <SharingFrame />
    </>
  );
}

/** Says that a busy server sends fewer pictures, so that nobody looks for the fault in their own network. */
function PicturesBanner() {
  const { t } = useTranslation();
  const shown = useMeeting(({ mediaLine, pictures }) => (mediaLine.state === 'open' ? pictures : 'all'));
  if (shown === 'all') return null;
  return (
    <Banner tone="calm" icon={<ImageMinus />}>
      {t(`media.pictures.${shown}`)}
    </Banner>
  );
}

/** Says which device the system has taken from this page, for as long as it has. */
function TakenBanners() {
  const { t } = useTranslation();
  const mic = useLocal((state) => isTaken(state.mic));
  const camera = useLocal((state) => cameraSources.some((source) => isTaken(state[source])));
  return (
    <>
      {mic && (
        <Banner tone="warning" icon={<MicOff />}>
          {t('media.micTaken')}
        </Banner>
      )}
      {camera && (
        <Banner tone="warning" icon={<VideoOff />}>
          {t('media.cameraTaken')}
        </Banner>
      )}
    </>
  );
}

/** Waits before it shows anything, because short interruptions mend themselves. */
function LostBanner() {
  const { t } = useTranslation();
  const late = useAfter(3_000);
  if (!late) return null;
  return (
    <Banner tone="warning" icon={<WifiOff />}>
      {t('media.mediaLost')}
    </Banner>
  );
}
