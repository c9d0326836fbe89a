import type { FeatureSlots } from '../../app/slots.ts';
import { LobbyDoor, LobbyWait } from './lazyParts.tsx';
import { LobbyWatcher } from './LobbyWatcher.tsx';

/** Who waits outside, and who lets them in. */
export const lobbySlots: FeatureSlots = {
  name: 'lobby',
  PeopleTop: LobbyDoor,
  Waiting: LobbyWait,
  Watcher: LobbyWatcher,
};
