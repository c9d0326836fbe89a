import type { FeatureSlots } from '../../app/slots.ts';
import { TimerItem } from './TimerItem.tsx';
import { TimerWatcher } from './TimerWatcher.tsx';
import { useTimerEntry } from './useTimerEntry.tsx';

/** How long something takes, for the whole room. */
export const timerSlots: FeatureSlots = {
  name: 'timer',
  top: [{ id: 'timer', side: 'end', Item: TimerItem }],
  useMore: useTimerEntry,
  Watcher: TimerWatcher,
};
