import { ChartBar } from 'lucide-react';
import type { FeatureSlots } from '../../app/slots.ts';
import { PollBadge } from './PollBadge.tsx';
import { PollButton } from './PollButton.tsx';
import { PollSide } from './PollSide.tsx';
import { PollWatcher } from './PollWatcher.tsx';
import { TextOffer } from './TextOffer.tsx';
import { usePollEntry } from './usePollEntry.tsx';
import { useResultFeed } from './useResultFeed.tsx';

/** What the meeting thinks. */
export const pollSlots: FeatureSlots = {
  name: 'poll',
  controls: [{ id: 'poll', place: 'panels', order: 20, onPhone: false, Control: PollButton }],
  panels: [{ id: 'poll', order: 30, title: 'poll.title', Icon: ChartBar, Badge: PollBadge, Panel: PollSide }],
  TextOffer,
  useMore: usePollEntry,
  useFeed: useResultFeed,
  Watcher: PollWatcher,
  loadKeeps: () => import('./keeps.ts').then(({ keepsOf }) => keepsOf),
};
