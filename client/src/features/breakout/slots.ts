import { Split } from 'lucide-react';
import type { FeatureSlots } from '../../app/slots.ts';
import { BreakoutBadge } from './BreakoutBadge.tsx';
import { BreakoutSide } from './BreakoutSide.tsx';
import { RoomOf } from './RoomOf.tsx';
import { BreakoutBanner, BreakoutWatcher } from './shells.tsx';
import { useAbsent } from './useAbsent.ts';
import { useBreakoutEntry } from './useBreakoutEntry.tsx';

/** Rooms beside the meeting. */
export const breakoutSlots: FeatureSlots = {
  name: 'breakout',
  panels: [
    { id: 'breakout', order: 60, title: 'breakout.title', Icon: Split, Badge: BreakoutBadge, Panel: BreakoutSide },
  ],
  tile: { id: 'breakout', RowMark: RoomOf, useAbsent },
  useMore: useBreakoutEntry,
  Banner: BreakoutBanner,
  Watcher: BreakoutWatcher,
};
