import { CirclePause } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ScreenControls } from './ScreenControls.tsx';
import { useOwn, usePaused, useRemote } from '../tiles/streams.ts';
import { useWatch } from '../tiles/useWatch.ts';
import { useZoom } from './useZoom.ts';
import { VideoView } from '../tiles/VideoView.tsx';

/** Sources for the stage: a screen, or a content camera. */
export type ShareSource = 'screen' | 'contentCamera';

interface Props {
  readonly member: string;
  readonly source: ShareSource;
  readonly title: string;
  readonly place: 'stage' | 'strip';
}

/** A member's shared content: large on the stage, small in the strip. The own screen is shown small only. */
export function ScreenView({ place, ...props }: Props) {
  const { member, source, title } = props;
  const own = useOwn(member, source);
  if (own && source === 'screen') return <OwnScreen place={place} track={own.track} title={title} paused={own.muted} />;
  if (own) return <OwnCamera track={own.track} title={title} paused={own.muted} />;
  return place === 'stage' ? <ScreenOnStage {...props} /> : <SmallScreen {...props} />;
}

type ScreenProps = Omit<Props, 'place'>;

function ScreenOnStage({ member, source, title }: ScreenProps) {
  const { t } = useTranslation();
  const remote = useRemote(member, source);
  const box = useRef<HTMLDivElement>(null);
  useWatch(box, remote, { fit: 'contain', priority: 220 });
  const { zoom, by, reset } = useZoom(box);
  const { x, y, scale } = zoom;
  return (
    <div ref={box} className="absolute inset-0 touch-none overflow-hidden bg-stage">
      {remote ? (
        <div className="absolute inset-0" style={{ transform: `translate(${x}px, ${y}px) scale(${scale})` }}>
          <VideoView track={remote.track} fit="contain" label={title} />
        </div>
      ) : (
        <output className="grid size-full place-items-center p-4 text-center text-dim">
          {t('media.waitingForVideo')}
        </output>
      )}
      <PausedNote member={member} source={source} />
      <ScreenControls box={box} scale={scale} by={by} reset={reset} />
    </div>
  );
}

function SmallScreen({ member, source, title }: ScreenProps) {
  const remote = useRemote(member, source);
  const box = useRef<HTMLDivElement>(null);
  useWatch(box, remote, { fit: 'contain', priority: 60 });
  return (
    <div ref={box} className="absolute inset-0 bg-stage">
      {remote && <VideoView track={remote.track} fit="contain" label={title} />}
    </div>
  );
}

/** Says that the owner has paused the picture. */
function PausedNote({ member, source }: Omit<ScreenProps, 'title'>) {
  const { t } = useTranslation();
  const paused = usePaused(member, source);
  return (
    <output className="pointer-events-none absolute inset-x-0 top-3 flex justify-center px-3">
      {paused && (
        <span className="flex items-center gap-2 rounded-full border border-line bg-surface px-4 py-1.5 text-text shadow-float">
          <CirclePause aria-hidden="true" className="size-5 text-amber-text" />
          {t('media.screenPaused')}
        </span>
      )}
    </output>
  );
}

interface OwnCameraProps {
  readonly track: MediaStreamTrack;
  readonly title: string;
  readonly paused: boolean;
}

/** The own content camera as all see it, because a person who points at something must see where. */
function OwnCamera({ track, title, paused }: OwnCameraProps) {
  const { t } = useTranslation();
  return (
    <div className="absolute inset-0 grid place-items-center bg-stage p-4 text-center text-dim">
      {paused ? t('media.contentCamera.paused') : <VideoView track={track} fit="contain" label={title} />}
    </div>
  );
}

interface OwnProps extends OwnCameraProps {
  readonly place: 'stage' | 'strip';
}

function OwnScreen({ place, track, title, paused }: OwnProps) {
  const { t } = useTranslation();
  if (place === 'strip') {
    return (
      <div className="absolute inset-0 bg-stage">
        <VideoView track={track} fit="contain" label={title} />
      </div>
    );
  }
  // Small, because a large screen that shows itself repeats endlessly.
  return (
    <div className="absolute inset-0 grid place-items-center overflow-auto bg-stage p-4">
      <div className="flex max-w-md flex-col items-center gap-3 text-center">
        <p className="text-dim">{paused ? t('media.sharingPaused') : t('media.whatAllSee')}</p>
        {!paused && (
          <div className="relative aspect-video w-[min(26rem,70vw)] overflow-hidden rounded-tile border border-line">
            <VideoView track={track} fit="contain" label={title} />
          </div>
        )}
      </div>
    </div>
  );
}
