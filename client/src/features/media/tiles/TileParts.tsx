import type { CameraSource } from '@plenum/shared/features/media/contract';
import { AudioLines, MicOff, Video } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreference } from '../../../app/preferences/preferences.ts';
import { useMeeting } from '../../../app/session.ts';
import type { TilePlace } from '../../../app/slots.ts';
import { cx } from '../../../ui/cx.ts';
import { Sign } from '../../../ui/Sign.tsx';
import { useOwn, usePaused, useRemote, useSendsCamera, useTalking, useVoice } from './streams.ts';
import { useStill } from './useStill.ts';
import { useWatch } from './useWatch.ts';
import { SuffersMark } from '../connection/Sufferers.tsx';
import { VolumeMark } from '../sound/Volume.tsx';
import { VideoView } from './VideoView.tsx';

interface Props {
  readonly member: string;
}

const priorities: Readonly<Record<TilePlace, number>> = { stage: 200, grid: 100, strip: 60, corner: 60 };
/** Priority of a talking member's video, which gets bandwidth before the others. */
const talkingPriority = 150;

interface PictureProps extends Props {
  readonly place: TilePlace;
}

/** The first camera of a member, over the avatar. */
export function CameraPicture(props: PictureProps) {
  return <PictureOf {...props} source="camera" />;
}

/** The same for each further camera. */
export const pictureOfMore = {
  camera2: (props: PictureProps) => <PictureOf {...props} source="camera2" />,
  camera3: (props: PictureProps) => <PictureOf {...props} source="camera3" />,
} as const;

/** Mirrors the own front camera only; a person wants to see their other cameras unmirrored. */
function PictureOf({ member, source, place: where }: PictureProps & { readonly source: CameraSource }) {
  const { t } = useTranslation();
  const own = useOwn(member, source);
  const remote = useRemote(member, source);
  const [mirror] = usePreference('mirror');
  const place = useRef<HTMLDivElement>(null);
  const talking = useTalking(member);
  useWatch(place, remote, { priority: Math.max(priorities[where], talking ? talkingPriority : 0) });
  const [saving] = usePreference('dataSaving');
  const paused = usePaused(member, source);
  const track = own?.track ?? (saving === 'sound' ? undefined : remote?.track);
  return (
    <div ref={place} className="absolute inset-0">
      {track && own && <VideoView track={track} mirrored={mirror && source === 'camera'} label={t('media.camera')} />}
      {track && !own && <RemotePicture track={track} paused={paused} />}
    </div>
  );
}

/** The picture of another member; a frozen picture is marked, so that it does not look live. */
function RemotePicture({ track, paused }: { readonly track: MediaStreamTrack; readonly paused: boolean }) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const still = useStill(video);
  // A picture that a busy server does not send makes room for the avatar below; the banner says why.
  const given = useMeeting(({ pictures }) => pictures === 'all' || pictures === 'smaller');
  return (
    <>
      <div className={cx('absolute inset-0', still && !given && 'opacity-0')}>
        <VideoView
          track={track}
          label={t('media.camera')}
          videoRef={(element) => {
            video.current = element;
          }}
        />
      </div>
      {((still && given) || paused) && (
        <p className="absolute inset-0 grid place-items-center bg-black/60 p-2 text-center text-sm text-white">
          {t('media.still')}
        </p>
      )}
    </>
  );
}

/** In the name label: talking, muted, or empty. */
export function VoiceMark({ member }: Props) {
  const { t } = useTranslation();
  const voice = useVoice(member);
  const talking = useTalking(member);
  if (talking) return <Sign icon={AudioLines} words={t('media.talkingNow')} className="size-4 shrink-0 text-accent" />;
  if (voice === 'heard') return null;
  return (
    <Sign
      icon={MicOff}
      words={voice === 'muted' ? t('media.muted') : t('media.micOff')}
      className="size-4 shrink-0 text-[#ff9a98]"
    />
  );
}

/** The ring round the tile of a talking member. */
export function TalkingRing({ member }: Props) {
  const talking = useTalking(member);
  if (!talking) return null;
  return (
    <div
      aria-hidden="true"
      className="talking-ring pointer-events-none absolute inset-0 rounded-tile border-[3px] border-accent-text"
    />
  );
}

/** Camera and microphone in a member's row of a list. */
export function RowMarks({ member }: Props) {
  const { t } = useTranslation();
  const camera = useSendsCamera(member);
  const voice = useVoice(member);
  const talking = useTalking(member);
  return (
    <span className="flex items-center gap-3 text-dim">
      <SuffersMark member={member} />
      <VolumeMark member={member} />
      {camera && <Sign icon={Video} words={t('media.camOn')} className="size-4.5" />}
      {talking && <Sign icon={AudioLines} words={t('media.talkingNow')} className="size-4.5 text-accent-text" />}
      {!talking && voice !== 'heard' && (
        <Sign
          icon={MicOff}
          words={voice === 'muted' ? t('media.muted') : t('media.micOff')}
          className="size-4.5 text-danger-text"
        />
      )}
    </span>
  );
}
