import { lazy, Suspense, useEffect } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { useStay } from '../../app/stayContext.ts';
import type { Whereabouts } from '../../core/stay.ts';
import { useRunning } from './useBreakout.ts';

// Most meetings never open a room: what belongs to open rooms is loaded when there are some.
const RunningWatcher = lazy(() =>
  import('./RunningWatcher.tsx').then((module) => ({ default: module.RunningWatcher })),
);
const RunningBanner = lazy(() => import('./RunningBanner.tsx').then((module) => ({ default: module.RunningBanner })));

const nowhere = createStore<Whereabouts | undefined>(() => undefined);

/** What happens while rooms are open; when they are closed, everybody is in the meeting. */
export function BreakoutWatcher() {
  const isRunning = useRunning() !== undefined;
  const stay = useStay();
  useEffect(() => {
    if (!isRunning) stay?.go(undefined);
  }, [isRunning, stay]);
  return (
    isRunning && (
      <Suspense fallback={null}>
        <RunningWatcher />
      </Suspense>
    )
  );
}

/** Where I am while rooms are open, and the way back while it takes its time. */
export function BreakoutBanner() {
  const isRunning = useRunning() !== undefined;
  const isMoving = useStore(useStay()?.store ?? nowhere, (state) => state?.move !== undefined);
  if (!isRunning && !isMoving) return null;
  return (
    <Suspense fallback={null}>
      <RunningBanner />
    </Suspense>
  );
}
