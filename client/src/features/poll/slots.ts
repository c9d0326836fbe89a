import { ChartBar } from 'lucide-react';
import { lazyPart } from '../../app/lazyPart.tsx';
import type { FeatureSlots } from '../../app/slots.ts';
import { PollBadge } from './PollButton.tsx';
import { PollButton } from './PollButton.tsx';
import { PollWatcher } from './PollWatcher.tsx';
import { TextOffer } from './editor/TextOffer.tsx';
import { usePollEntry } from './usePollEntry.tsx';
import { useResultFeed } from './result/useResultFeed.tsx';

const PollPanel = lazyPart(async () => (await import('./PollPanel.tsx')).PollPanel, 'poll.loading');

/** The places in the layout that polls fill. */
export const pollSlots: FeatureSlots = {
  name: 'poll',
  controls: [{ id: 'poll', place: 'panels', Control: PollButton }],
  panels: [{ id: 'poll', title: 'poll.title', Icon: ChartBar, Badge: PollBadge, Panel: PollPanel }],
  TextOffer,
  useMore: usePollEntry,
  shortcuts: [{ keys: 'L', label: 'poll.title' }],
  useFeed: useResultFeed,
  Watcher: PollWatcher,
  loadKeeps: () => import('./keeps.ts').then(({ keepsOf }) => keepsOf),
};
