import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { openPanel, useOpenPanel } from './panel/panels.ts';
import { useMeeting } from '../session.ts';
import { useFeatures } from '../house.ts';
import { lazyPart } from '../lazyPart.tsx';
import { useTheme } from '../preferences/theme.ts';
import { ControlBar } from './ControlBar.tsx';
import { FloatingMeeting } from './FloatingMeeting.tsx';
import { LineBanner } from './LineBanner.tsx';
import { useShareOpen } from './dialogs/useInvite.ts';
import { SidePanel } from './panel/SidePanel.tsx';
import { StageArea } from './stage/StageArea.tsx';
import { TopBar } from './TopBar.tsx';
import { isCoveredByPanel, type Layout, useLayout } from './useLayout.ts';
import { useWakeLock } from './useWakeLock.ts';

const ShareDialog = lazyPart(async () => (await import('./dialogs/ShareDialog.tsx')).ShareDialog);

/** The meeting: bars at top and bottom, the stage between them, one panel beside it. */
export function Meeting() {
  const { t } = useTranslation();
  useTheme('meeting');
  useWakeLock();
  const layout = useLayout();
  const features = useFeatures();
  const title = useMeeting((state) => state.room.title);
  const sharing = useShareOpen();
  const panel = useKnownPanel();
  const covered = panel !== null && layout === 'phone';
  useAskedPanel(layout);
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <title>{`${title} · ${t('app.name')}`}</title>
      <div inert={covered} className="contents">
        {layout !== 'landscape' && <TopBar />}
        <LineBanner />
        {features.map(({ name, Banner }) => Banner && <Banner key={name} />)}
      </div>
      <div className="relative flex min-h-0 flex-1">
        <main inert={covered} className="min-h-0 min-w-0 flex-1 p-2 sm:p-3">
          <StageArea layout={layout} />
        </main>
        {panel !== null && <SidePanel open={panel} layout={layout} />}
      </div>
      <div inert={covered} className="contents">
        <ControlBar layout={layout} />
      </div>
      {sharing && <ShareDialog />}
      <FloatingMeeting />
      {features.map(({ name, Watcher }) => Watcher && <Watcher key={name} />)}
    </div>
  );
}

/** Closes the open panel when the layout becomes one that it would cover; turning a phone does not close it. */
function useAskedPanel(layout: Layout): void {
  const wasCovered = useRef(false);
  useEffect(() => {
    const isCovered = isCoveredByPanel(layout);
    if (isCovered && !wasCovered.current) openPanel(null);
    wasCovered.current = isCovered;
  }, [layout]);
}

/** The open panel, if a feature provides it. */
function useKnownPanel(): string | null {
  const open = useOpenPanel();
  const known = useFeatures().some(({ panels }) => panels?.some(({ id }) => id === open));
  return known ? open : null;
}
