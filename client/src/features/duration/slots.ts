import type { FeatureSlots } from '../../app/slots.ts';
import { DurationBanner } from './DurationBanner.tsx';
import { DurationItem, PhoneItem } from './DurationItem.tsx';
import { DurationWatcher } from './DurationWatcher.tsx';
import { useArrival } from './useDuration.ts';

/** How long the meeting may last. */
export const durationSlots: FeatureSlots = {
  name: 'duration',
  top: [
    { id: 'duration', side: 'start', Item: DurationItem },
    { id: 'durationPhone', side: 'end', Item: PhoneItem },
  ],
  Banner: DurationBanner,
  Watcher: DurationWatcher,
  useArrivalWords: useArrival,
};
