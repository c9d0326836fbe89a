import type { FeatureSlots } from '../../app/slots.ts';
import { LobbySection } from './LobbySection.tsx';
import { LobbyWatcher } from './LobbyWatcher.tsx';
import { WaitingPage } from './WaitingPage.tsx';

/** Who waits outside, and who lets them in. */
export const lobbySlots: FeatureSlots = {
  name: 'lobby',
  PeopleTop: LobbySection,
  Waiting: WaitingPage,
  Watcher: LobbyWatcher,
};
