import { CircleUserRound, Mic, MicOff, Video, VideoOff } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { aside } from '@plenum/shared/core/aside';
import { usePreference } from '../../../app/preferences/preferences.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { cx } from '../../../ui/cx.ts';
import { LevelMeter } from '../sound/LevelMeter.tsx';
import type { Capture } from '../local/localMediaState.ts';
import { useLocal, useLocalMedia } from '../local/localMediaContext.ts';
import { VideoView } from '../tiles/VideoView.tsx';

/** The preview: camera, microphone level, and both switches. */
export function Preview() {
  const { t } = useTranslation();
  const local = useLocalMedia();
  const mic = useLocal((state) => state.mic);
  const camera = useLocal((state) => state.camera);
  const [mirror] = usePreference('mirror');
  useEffect(() => void local.startRemembered(), [local]);
  const toggle = (kind: 'mic' | 'camera', capture: Capture) => {
    const off = capture.state === 'on' || capture.state === 'starting';
    local.remember(kind === 'mic' ? { micOn: !off } : { cameraOn: !off });
    if (off) local.stop(kind);
    else aside(local.start(kind));
  };
  return (
    <section aria-label={t('preJoin.preview')} className="flex flex-col gap-3">
      <div className="relative aspect-video overflow-hidden rounded-tile bg-[#0c1013] text-[#f2f1ec] shadow-float">
        {camera.state === 'on' ? (
          <VideoView track={camera.track} mirrored={mirror} label={t('preJoin.preview')} />
        ) : (
          <NoPicture camera={camera} />
        )}
        <div className="absolute inset-x-0 bottom-0 flex justify-center gap-2 p-3 sm:gap-3 sm:p-4">
          <Toggle
            on={mic.state === 'on'}
            label={mic.state === 'on' ? t('media.mute') : t('media.unmute')}
            icon={mic.state === 'on' ? <Mic aria-hidden="true" /> : <MicOff aria-hidden="true" />}
            onPress={() => toggle('mic', mic)}
          />
          <Toggle
            on={camera.state === 'on'}
            label={camera.state === 'on' ? t('media.cameraOff') : t('media.cameraOn')}
            icon={camera.state === 'on' ? <Video aria-hidden="true" /> : <VideoOff aria-hidden="true" />}
            onPress={() => toggle('camera', camera)}
          />
        </div>
      </div>
      <MicLevel mic={mic} />
    </section>
  );
}

/** The level of the microphone, and what it means. */
export function MicLevel({ mic }: { readonly mic: Capture }) {
  const { t } = useTranslation();
  return (
    <>
      <div className="flex min-h-6 items-center gap-3 px-1">
        {mic.state === 'on' ? (
          <Mic aria-hidden="true" className="size-5 shrink-0 text-accent-text" />
        ) : (
          <MicOff aria-hidden="true" className="size-5 shrink-0 text-dim" />
        )}
        <LevelMeter track={mic.state === 'on' ? mic.track : undefined} />
      </div>
      <p className="px-1 text-sm text-dim">{mic.state === 'on' ? t('media.levelHint') : t('media.levelMuted')}</p>
    </>
  );
}

/** In place of the picture of a camera that is off. */
export function NoPicture({ camera, small = false }: { readonly camera: Capture; readonly small?: boolean }) {
  const { t } = useTranslation();
  const [name] = usePreference('name');
  return (
    <div
      className={cx('absolute inset-0 grid place-content-center justify-items-center', small ? 'gap-2' : 'gap-4 pb-14')}
    >
      {name === '' ? (
        <CircleUserRound
          aria-hidden="true"
          strokeWidth={0.75}
          className="size-[clamp(4rem,16vw,6.5rem)] text-[#a9b3b8]"
        />
      ) : (
        <Avatar id={name} name={name} size="clamp(4rem, 16vw, 6.5rem)" />
      )}
      <p className="text-sm text-[#a9b3b8]">
        {camera.state === 'starting' ? t('preJoin.cameraStarting') : t('preJoin.cameraIsOff')}
      </p>
    </div>
  );
}

interface ToggleProps {
  readonly on: boolean;
  readonly label: string;
  readonly icon: ReactNode;
  readonly onPress: () => void;
}

function Toggle({ on, label, icon, onPress }: ToggleProps) {
  return (
    <AriaButton
      onPress={onPress}
      className={cx(
        'inline-flex min-h-12 items-center gap-2 rounded-full px-4 font-bold whitespace-nowrap max-sm:text-sm sm:gap-2.5 sm:px-5 shadow-float backdrop-blur-sm transition-colors [&>svg]:size-5',
        on
          ? 'bg-[#273036]/90 text-[#f2f1ec] data-hovered:bg-[#303a41]'
          : 'bg-[#4a2327] text-[#ffb3b0] data-hovered:brightness-110',
      )}
    >
      {icon}
      {label}
    </AriaButton>
  );
}
