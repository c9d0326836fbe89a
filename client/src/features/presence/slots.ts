import { Users } from 'lucide-react';
import type { FeatureSlots } from '../../app/slots.ts';
import { ComingAndGoing } from './ComingAndGoing.tsx';
import { PeopleButton } from './PeopleButton.tsx';
import { PeoplePanel } from './PeoplePanel.tsx';
import { PresenceSettings } from './PresenceSettings.tsx';

/** The places in the layout that presence fills. */
export const presenceSlots: FeatureSlots = {
  name: 'presence',
  controls: [{ id: 'people', place: 'panels', onPhone: true, Control: PeopleButton }],
  panels: [{ id: 'people', title: 'people.title', Icon: Users, Panel: PeoplePanel }],
  Watcher: ComingAndGoing,
  settings: [{ id: 'presence', title: 'people.title', Part: PresenceSettings }],
  shortcuts: [{ keys: 'P', label: 'shortcuts.people' }],
};
