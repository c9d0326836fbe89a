import { CirclePause } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ScreenControls } from './ScreenControls.tsx';
import { useOwn, usePaused, useRemote } from './streams.ts';
import { useWatch } from './useWatch.ts';
import { useZoom } from './useZoom.ts';
import { VideoView } from './VideoView.tsx';

interface Props {
  readonly member: string;
  readonly title: string;
  readonly place: 'stage' | 'strip';
}

/** A shared screen: large on the stage, small in the strip; my own is not repeated. */
export function ScreenView({ member, title, place }: Props) {
  const own = useOwn(member, 'screen');
  if (own) return <OwnScreen place={place} track={own.track} title={title} paused={own.muted} />;
  return place === 'stage' ? (
    <ScreenOnStage member={member} title={title} />
  ) : (
    <SmallScreen member={member} title={title} />
  );
}

type ScreenProps = Omit<Props, 'place'>;

function ScreenOnStage({ member, title }: ScreenProps) {
  const { t } = useTranslation();
  const remote = useRemote(member, 'screen');
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
      <PausedNote member={member} />
      <ScreenControls box={box} scale={scale} by={by} reset={reset} />
    </div>
  );
}

function SmallScreen({ member, title }: ScreenProps) {
  const remote = useRemote(member, 'screen');
  const box = useRef<HTMLDivElement>(null);
  useWatch(box, remote, { fit: 'contain', priority: 60 });
  return (
    <div ref={box} className="absolute inset-0 bg-stage">
      {remote && <VideoView track={remote.track} fit="contain" label={title} />}
    </div>
  );
}

/** The picture stands still because its owner wants it so. */
function PausedNote({ member }: { readonly member: string }) {
  const { t } = useTranslation();
  const paused = usePaused(member, 'screen');
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

interface OwnProps {
  readonly place: 'stage' | 'strip';
  readonly track: MediaStreamTrack;
  readonly title: string;
  readonly paused: boolean;
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
  // Small: a screen that shows itself repeats endlessly, and large that is all one sees.
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
