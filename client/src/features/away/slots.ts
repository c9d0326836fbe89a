import type { FeatureSlots } from '../../app/slots.ts';
import { AwayBanner } from './AwayBanner.tsx';
import { RowAway, TileAway } from './AwayMarks.tsx';
import { useAwayEntry } from './useAwayEntry.tsx';

/** Members can say that they are away from the screen. */
export const awaySlots: FeatureSlots = {
  name: 'away',
  tile: { id: 'away', Overlay: TileAway, RowMark: RowAway },
  useMore: useAwayEntry,
  Banner: AwayBanner,
};
