import type { Manifest } from '@plenum/shared/api/recording/contract';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { HouseContext, useFeatures } from '../../app/house.ts';
import { StageArea } from '../../app/meeting/stage/StageArea.tsx';
import { useLayout } from '../../app/meeting/useLayout.ts';
import { useTheme } from '../../app/preferences/theme.ts';
import { SessionContext } from '../../app/session.ts';
import type { Passing } from '../../core/playback/load.ts';
import type { LogLine } from '../../core/playback/recorded.ts';
import { cx } from '../../ui/cx.ts';
import { Controls } from './Controls.tsx';
import { house } from './house.tsx';
import { Playback } from './Playback.ts';
import { PlaybackContext, usePlayback } from './playbackContext.ts';
import { CaptionLine } from './captions/CaptionLine.tsx';
import { useFirstCaptions } from './captions/useCaptions.ts';
import { SidePart } from './SidePart.tsx';
import { msOf } from './times.ts';
import { TimeLine } from './TimeLine.tsx';
import { TopLine } from './TopLine.tsx';
import { TrimBar } from './TrimBar.tsx';
import { useKeys } from './useKeys.ts';
import { DeskContext, useNewDesk, usePlayerDesk } from './playerDesk.ts';

interface Props {
  readonly manifest: Manifest;
  readonly log: readonly LogLine[];
  readonly passing: Passing;
  /** Another request has answered with this manifest. */
  readonly onManifest: (manifest: Manifest) => void;
  /** The files have changed: all is loaded again. */
  readonly onReload: () => Promise<void>;
}

/** The player of a recording. */
export function Player({ manifest, log, passing, onManifest, onReload }: Props) {
  const [playback, setPlayback] = useState<Playback>();
  useEffect(() => {
    // The title and chapters may change meanwhile: the clock and the files are those of the first manifest.
    const made = new Playback(manifest, log, passing);
    made.clock.seek(msOf(new URLSearchParams(location.search).get('t') ?? '') ?? 0);
    // oxlint-disable-next-line react/set-state-in-effect -- it has timers and elements, which an effect ends.
    setPlayback(made);
    return () => made.close();
    // oxlint-disable-next-line react/exhaustive-deps -- as above.
  }, [log]);
  if (!playback) return null;
  return (
    <HouseContext value={house}>
      <PlaybackContext value={playback}>
        <SessionContext value={playback.session}>
          <WithDesk manifest={manifest} passing={passing} onManifest={onManifest} onReload={onReload} />
        </SessionContext>
      </PlaybackContext>
    </HouseContext>
  );
}

function WithDesk(props: Omit<Props, 'log'>) {
  const desk = useNewDesk(props);
  return (
    <DeskContext value={desk}>
      <Page />
    </DeskContext>
  );
}

function Page() {
  const { t } = useTranslation('recording');
  const { t: general } = useTranslation();
  const layout = useLayout();
  const features = useFeatures();
  const { manifest, trimming } = usePlayerDesk();
  useTheme('meeting');
  useKeys();
  useSkips();
  useFirstCaptions();
  const wide = layout === 'wide';
  return (
    <div className="flex h-dvh flex-col overflow-clip">
      <title>{`${manifest.title} · ${general('app.name')}`}</title>
      <TopLine />
      <div className={cx('flex min-h-0 flex-1', !wide && layout !== 'landscape' && 'flex-col')}>
        <main
          id="stage"
          tabIndex={-1}
          aria-label={t('stage')}
          className={cx(
            'relative min-h-0 min-w-0 outline-none',
            wide || layout === 'landscape' ? 'flex-1 p-2 sm:p-3' : 'h-[52%] shrink-0 p-2 sm:h-[58%]',
          )}
        >
          <StageArea layout={layout === 'phone' ? 'medium' : layout} />
          <CaptionLine />
        </main>
        {layout !== 'landscape' && <SidePart beside={wide} />}
      </div>
      <footer className="shrink-0 border-t border-line px-3 pt-1 pb-2 sm:px-4" aria-label={t('controls')}>
        <TimeLine />
        {trimming ? <TrimBar /> : <Controls layout={layout} />}
      </footer>
      {features.map(({ name, Watcher }) => Watcher && <Watcher key={name} />)}
    </div>
  );
}

/** Lets the clock pass over what the person wants to pass over. */
function useSkips(): void {
  const { clock, silences } = usePlayback();
  const { skipsSilences, trimming, cuts, previews } = usePlayerDesk();
  useEffect(() => {
    clock.skip([...(trimming && previews ? cuts : []), ...(skipsSilences ? silences : [])]);
  }, [clock, silences, skipsSilences, trimming, cuts, previews]);
}
