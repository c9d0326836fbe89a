import { Hand } from 'lucide-react';
import { lazyPart } from '../../app/lazyPart.tsx';
import type { FeatureSlots } from '../../app/slots.ts';
import { HandButton } from './HandButton.tsx';
import { RowHand, TileHand } from './HandMarks.tsx';
import { HandWatcher } from './HandWatcher.tsx';
import { useWantedHands } from './queue.ts';
import { useHandEntry } from './useHandEntry.tsx';
import { WaitingBadge } from './HandButton.tsx';

const HandPanel = lazyPart(async () => (await import('./HandPanel.tsx')).HandPanel);

/** Raised hands: the queue, the floor, and how a member is called. */
export const handSlots: FeatureSlots = {
  name: 'hand',
  controls: [{ id: 'hand', place: 'main', Control: HandButton }],
  panels: [{ id: 'hand', title: 'hand.title', Icon: Hand, Badge: WaitingBadge, Panel: HandPanel }],
  tile: { id: 'hand', Overlay: TileHand, RowMark: RowHand },
  useWanted: useWantedHands,
  useMore: useHandEntry,
  Watcher: HandWatcher,
  Framed: lazyPart(async () => (await import('./Framed.tsx')).Framed),
  shortcuts: [{ keys: 'R', label: 'hand.shortcut' }],
};
