import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { openPanel, panelWidth, useOpenPanel } from './panel/panels.ts';
import { isFramed } from '../frame/framed.ts';
import { useMeeting } from '../session.ts';
import { useFeatures } from '../house.ts';
import { lazyPart } from '../lazyPart.tsx';
import { usePreference } from '../preferences/preferences.ts';
import { useTheme } from '../preferences/theme.ts';
import { ControlBar } from './ControlBar.tsx';
import { FloatingMeeting } from './FloatingMeeting.tsx';
import { LeaveByKey } from './LeaveByKey.tsx';
import { LineBanner } from './LineBanner.tsx';
import { MeetingHeading } from './MeetingHeading.tsx';
import { useShareOpen } from './dialogs/useInvite.ts';
import { SidePanel } from './panel/SidePanel.tsx';
import { StageArea } from './stage/StageArea.tsx';
import { TopBar } from './TopBar.tsx';
import { isCoveredByPanel, type Layout, useLayout } from './useLayout.ts';
import { regionIds, useRegions } from './useRegions.ts';
import { useWakeLock } from './useWakeLock.ts';

const ShareDialog = lazyPart(async () => (await import('./dialogs/ShareDialog.tsx')).ShareDialog);
/** Nothing of it is loaded unless another page shows this one. */
const FramedMeeting = lazyPart(async () => (await import('../frame/FramedMeeting.tsx')).FramedMeeting);

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
  const [width] = usePreference('panelWidth');
  const covered = panel !== null && layout === 'phone';
  useAskedPanel(layout);
  useRegions();
  return (
    <div className="flex h-dvh flex-col overflow-clip">
      <title>{`${title} · ${t('app.name')}`}</title>
      <div inert={covered} className="contents">
        {layout === 'landscape' ? <MeetingHeading hidden /> : <TopBar />}
        <LineBanner />
        {features.map(({ name, Banner }) => Banner && <Banner key={name} />)}
      </div>
      <div className="relative flex min-h-0 flex-1">
        <main
          id={regionIds.stage}
          tabIndex={-1}
          inert={covered}
          className="min-h-0 min-w-0 flex-1 p-2 outline-none sm:p-3"
        >
          <StageArea layout={layout} />
        </main>
        {panel !== null && <SidePanel open={panel} layout={layout} />}
      </div>
      <div inert={covered} className="contents">
        <ControlBar layout={layout} beside={panel !== null && layout === 'landscape' ? panelWidth(width) : undefined} />
      </div>
      {sharing && <ShareDialog />}
      <LeaveByKey />
      <FloatingMeeting />
      {features.map(({ name, Watcher }) => Watcher && <Watcher key={name} />)}
      {isFramed && <FramedMeeting />}
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
