import { lazyPart } from '../../app/lazyPart.tsx';
import type { FeatureSlots } from '../../app/slots.ts';
import { LobbyDoor } from './LobbyDoor.tsx';
import { LobbyWatcher } from './LobbyWatcher.tsx';

/** Who waits outside, and who lets them in. */
export const lobbySlots: FeatureSlots = {
  name: 'lobby',
  PeopleTop: LobbyDoor,
  Waiting: lazyPart(async () => (await import('./WaitingPage.tsx')).WaitingPage),
  Watcher: LobbyWatcher,
};
