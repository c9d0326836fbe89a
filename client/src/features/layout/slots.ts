import { lazyPart } from '../../app/lazyPart.tsx';
import type { FeatureSlots } from '../../app/slots.ts';
import { LayoutMenu } from './LayoutMenu.tsx';
import { LayoutWatcher } from './LayoutWatcher.tsx';
import { usePinEntry } from './usePinEntry.tsx';

const ViewSettings = lazyPart(async () => (await import('./ViewSettings.tsx')).ViewSettings);

/** How a person views the meeting. */
export const layoutSlots: FeatureSlots = {
  name: 'layout',
  top: [{ id: 'layout', side: 'end', Item: LayoutMenu }],
  usePersonEntries: usePinEntry,
  Watcher: LayoutWatcher,
  Framed: lazyPart(async () => (await import('./Framed.tsx')).Framed),
  settings: [{ id: 'view', tab: 'view', title: 'view.title', Part: ViewSettings }],
  shortcuts: [{ keys: 'W', label: 'view.next' }],
};
