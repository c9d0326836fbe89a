import { Maximize2, Minimize2 } from 'lucide-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { useOwn, useRemote } from './streams.ts';
import { useWatch } from './useWatch.ts';
import { VideoView } from './VideoView.tsx';

interface Props {
  readonly member: string;
  readonly title: string;
  readonly place: 'stage' | 'strip';
}

/** A shared screen: large on the stage, small in the strip; my own is not repeated. */
export function ScreenView({ member, title, place }: Props) {
  const own = useOwn(member, 'screen');
  if (own) return <OwnScreen place={place} track={own.track} title={title} />;
  return <TheirScreen member={member} title={title} place={place} />;
}

function TheirScreen({ member, title, place }: Props) {
  const { t } = useTranslation();
  const remote = useRemote(member, 'screen');
  const box = useRef<HTMLDivElement>(null);
  useWatch(box, remote, { fit: 'contain', priority: place === 'stage' ? 220 : 60 });
  return (
    <div ref={box} className="absolute inset-0 bg-stage">
      {remote ? (
        <VideoView track={remote.track} fit="contain" label={title} />
      ) : (
        <output className="grid size-full place-items-center p-4 text-center text-dim">
          {t('media.waitingForVideo')}
        </output>
      )}
      {place === 'stage' && <FullScreenButton box={box} />}
    </div>
  );
}

function FullScreenButton({ box }: { readonly box: RefObject<HTMLDivElement | null> }) {
  const { t } = useTranslation();
  const [full, setFull] = useState(false);
  useEffect(() => {
    const changed = () => setFull(document.fullscreenElement === box.current && box.current !== null);
    document.addEventListener('fullscreenchange', changed);
    return () => document.removeEventListener('fullscreenchange', changed);
  }, [box]);
  if (!document.fullscreenEnabled) return null;
  const toggle = () => void (full ? document.exitFullscreen() : box.current?.requestFullscreen());
  return (
    <div className="absolute right-3 bottom-3 rounded-control border border-line bg-surface text-text shadow-float">
      <Button
        look="quiet"
        square
        aria-label={full ? t('media.exitFullScreen') : t('media.fullScreen')}
        onPress={toggle}
      >
        {full ? (
          <Minimize2 aria-hidden="true" className="size-5" />
        ) : (
          <Maximize2 aria-hidden="true" className="size-5" />
        )}
      </Button>
    </div>
  );
}

function OwnScreen({
  place,
  track,
  title,
}: {
  readonly place: 'stage' | 'strip';
  readonly track: MediaStreamTrack;
  readonly title: string;
}) {
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
        <p className="text-dim">{t('media.whatAllSee')}</p>
        <div className="relative aspect-video w-[min(26rem,70vw)] overflow-hidden rounded-tile border border-line">
          <VideoView track={track} fit="contain" label={title} />
        </div>
      </div>
    </div>
  );
}
