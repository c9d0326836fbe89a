import type { FeatureSlots } from '../../app/slots.ts';
import { ModerationWatcher } from './ModerationWatcher.tsx';
import { PeopleTools } from './PeopleTools.tsx';
import { useLeavingEntries } from './useLeavingEntries.tsx';
import { useModerationEntries } from './useModerationEntries.tsx';
import { usePersonEntries } from './usePersonEntries.tsx';

/** The places in the layout that moderation fills. */
export const moderationSlots: FeatureSlots = {
  name: 'moderation',
  PeopleTop: PeopleTools,
  usePersonEntries,
  useLeaving: useLeavingEntries,
  useMore: useModerationEntries,
  Watcher: ModerationWatcher,
};
