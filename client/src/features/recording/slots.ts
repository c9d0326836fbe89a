import { lazyPart } from '../../app/lazyPart.tsx';
import type { FeatureSlots } from '../../app/slots.ts';
import { RecordingItem } from './RecordingItem.tsx';
import { RecordingWatcher } from './RecordingWatcher.tsx';
import { useRecordingEntry } from './useRecordingEntry.tsx';

/** Whether the meeting is recorded, and of whom. */
export const recordingSlots: FeatureSlots = {
  name: 'recording',
  top: [{ id: 'recording', side: 'start', Item: RecordingItem }],
  useMore: useRecordingEntry,
  Watcher: RecordingWatcher,
  Framed: lazyPart(async () => (await import('./Framed.tsx')).Framed),
};
