import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { lazyPart } from '../../app/lazyPart.tsx';
import { useHome, useHomeMeeting, useStay } from '../../app/stayContext.ts';
import type { Whereabouts } from '../../core/stay.ts';
import { showToast } from '../../ui/toasts.ts';
import { keptDeskOf } from './kept/desk.ts';
import { planDeskOf } from './plan/planDesk.ts';
import { breakoutOf, useManages, useRunning } from './useBreakout.ts';

// Most meetings never open a room, so the code for open rooms loads when there are some.
const RunningWatcher = lazyPart(async () => (await import('./running/RunningWatcher.tsx')).RunningWatcher);
const RunningBanner = lazyPart(async () => (await import('./running/RunningBanner.tsx')).RunningBanner);
const PlanWindow = lazyPart(async () => (await import('./plan/PlanWindow.tsx')).PlanWindow);
const FromRooms = lazyPart(async () => (await import('./kept/FromRooms.tsx')).FromRooms);

const nowhere = createStore<Whereabouts | undefined>(() => undefined);

/** Runs the watcher while rooms are open, else the plan; when they are closed, everybody is in the meeting. */
export function BreakoutWatcher() {
  const isRunning = useRunning() !== undefined;
  const stay = useStay();
  useEffect(() => {
    if (!isRunning) stay?.go(undefined);
  }, [isRunning, stay]);
  const manages = useManages();
  const plan = planDeskOf(useHome());
  const isPlanning = useStore(plan, ({ open }) => open) && manages && !isRunning;
  useEffect(() => {
    // Opened rooms end the planning, also when another moderator opened them.
    if (isRunning) plan.setState({ open: false });
  }, [isRunning, plan]);
  const isLooking = useStore(keptDeskOf(useHome()), ({ open }) => open);
  useOffer(isRunning);
  return (
    <>
      {isRunning && <RunningWatcher />}
      {isPlanning && <PlanWindow />}
      {isLooking && <FromRooms />}
    </>
  );
}

/** Offers the contents of the rooms, when they are closed, to members who manage rooms. */
function useOffer(isRunning: boolean): void {
  const { t } = useTranslation();
  const home = useHome();
  const manages = useManages();
  const isUsed = useHomeMeeting((state) => (breakoutOf(state)?.visits.length ?? 0) > 0);
  const before = useRef(isRunning);
  const offer = useEffectEvent(() => {
    if (!manages || !isUsed) return;
    const run = () => keptDeskOf(home).setState({ open: true });
    showToast({ tone: 'good', words: t('breakout.kept.offer'), action: { label: t('breakout.kept.show'), run } }, 20);
  });
  useEffect(() => {
    if (before.current && !isRunning) offer();
    before.current = isRunning;
  }, [isRunning]);
}

/** The banner with my room while rooms are open, and the progress of a slow way back. */
export function BreakoutBanner() {
  const isRunning = useRunning() !== undefined;
  const isMoving = useStore(useStay()?.store ?? nowhere, (state) => state?.move !== undefined);
  return (isRunning || isMoving) && <RunningBanner />;
}
