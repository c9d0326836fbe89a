import { type CameraSource, cameraSources, media } from '@plenum/shared/features/media/contract';
import { AudioLines, MicOff, Video } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreference } from '../../app/preferences.ts';
import { useMeeting } from '../../app/session.ts';
import type { TilePlace } from '../../app/slots.ts';
import { stateOf } from '../../core/store.ts';
import { Sign } from '../../ui/Sign.tsx';
import { useOwn, useRemote, useTalking, useVoice } from './streams.ts';
import { useWatch } from './useWatch.ts';
import { VideoView } from './VideoView.tsx';

interface Props {
  readonly member: string;
}

const priorities: Readonly<Record<TilePlace, number>> = { stage: 200, grid: 100, strip: 60, corner: 60 };
/** Who talks is seen clearly before the others, in whichever place. */
const talkingPriority = 150;

interface PictureProps extends Props {
  readonly place: TilePlace;
}

/** The camera of a member, over the avatar. */
export function CameraPicture(props: PictureProps) {
  return <PictureOf {...props} source="camera" />;
}

/** The same for each camera beside the first. */
export const pictureOfMore = {
  camera2: (props: PictureProps) => <PictureOf {...props} source="camera2" />,
  camera3: (props: PictureProps) => <PictureOf {...props} source="camera3" />,
} as const;

/** Mirrored when it is my own face that looks at me; what another camera of mine sees, I want to see as it is. */
function PictureOf({ member, source, place: where }: PictureProps & { readonly source: CameraSource }) {
  const { t } = useTranslation();
  const own = useOwn(member, source);
  const remote = useRemote(member, source);
  const [mirror] = usePreference('mirror');
  const place = useRef<HTMLDivElement>(null);
  const talking = useTalking(member);
  useWatch(place, remote, { priority: Math.max(priorities[where], talking ? talkingPriority : 0) });
  const [saving] = usePreference('dataSaving');
  const track = own?.track ?? (saving === 'sound' ? undefined : remote?.track);
  return (
    <div ref={place} className="absolute inset-0">
      {track && (
        <VideoView
          track={track}
          mirrored={mirror && source === 'camera' && own !== undefined}
          label={t('media.camera')}
        />
      )}
    </div>
  );
}

/** In the name label: talking, muted, or nothing when all is as usual. */
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

/** Around the tile of somebody who is talking. */
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

/** In a person's row of a list: camera and microphone. */
export function RowMarks({ member }: Props) {
  const { t } = useTranslation();
  const camera = useMeeting((state) => {
    const streams = stateOf(state, media).streams[member];
    return cameraSources.some((source) => streams?.[source] !== undefined);
  });
  const voice = useVoice(member);
  const talking = useTalking(member);
  return (
    <span className="flex items-center gap-3 text-dim">
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
