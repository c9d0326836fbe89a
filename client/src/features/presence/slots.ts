import { Users } from 'lucide-react';
import { lazyPart } from '../../app/lazyPart.tsx';
import type { FeatureSlots } from '../../app/slots.ts';
import { ComingAndGoing } from './ComingAndGoing.tsx';
import { loadPanel } from './loadPanel.ts';
import { PeopleButton } from './PeopleButton.tsx';
import { usePeopleEntry } from './usePeopleEntry.tsx';

const PresenceSettings = lazyPart(async () => (await import('./PresenceSettings.tsx')).PresenceSettings);

const PeoplePanel = lazyPart(async () => (await loadPanel()).PeoplePanel);

/** The places in the layout that presence fills. */
export const presenceSlots: FeatureSlots = {
  name: 'presence',
  controls: [{ id: 'people', place: 'panels', Control: PeopleButton }],
  panels: [{ id: 'people', title: 'people.title', Icon: Users, Panel: PeoplePanel }],
  useMore: usePeopleEntry,
  Watcher: ComingAndGoing,
  settings: [{ id: 'presence', tab: 'notices', title: 'people.title', Part: PresenceSettings }],
  shortcuts: [{ keys: 'P', label: 'shortcuts.people' }],
};
