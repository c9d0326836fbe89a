import { Split } from 'lucide-react';
import { lazyPart } from '../../app/lazyPart.tsx';
import type { FeatureSlots } from '../../app/slots.ts';
import { BreakoutBadge } from './BreakoutBadge.tsx';
import { BreakoutButton } from './BreakoutButton.tsx';
import { RoomOf } from './RoomOf.tsx';
import { BreakoutBanner, BreakoutWatcher } from './shells.tsx';
import { useAbsent } from './useBreakout.ts';
import { useBreakoutEntry } from './useBreakoutEntry.tsx';

const BreakoutPanel = lazyPart(async () => (await import('./BreakoutPanel.tsx')).BreakoutPanel, 'breakout.loading');

/** The places in the layout that breakouts fill. */
export const breakoutSlots: FeatureSlots = {
  name: 'breakout',
  controls: [{ id: 'breakout', place: 'panels', Control: BreakoutButton }],
  panels: [{ id: 'breakout', title: 'breakout.title', Icon: Split, Badge: BreakoutBadge, Panel: BreakoutPanel }],
  tile: { id: 'breakout', RowMark: RoomOf },
  useAbsent,
  useMore: useBreakoutEntry,
  shortcuts: [
    { keys: 'B', label: 'breakout.entry' },
    { keys: '1 … 9', label: 'breakout.sendByKey', on: 'breakout.entry' },
  ],
  Banner: BreakoutBanner,
  Watcher: BreakoutWatcher,
};
