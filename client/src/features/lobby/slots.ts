import { lazyPart } from '../../app/lazyPart.tsx';
import type { FeatureSlots } from '../../app/slots.ts';
import { LobbyBanner, LobbyDoor } from './LobbyDoor.tsx';
import { LobbyWatcher } from './LobbyWatcher.tsx';

/** The places in the layout that the lobby fills. */
export const lobbySlots: FeatureSlots = {
  name: 'lobby',
  PeopleTop: LobbyDoor,
  Banner: LobbyBanner,
  Waiting: lazyPart(async () => (await import('./WaitingPage.tsx')).WaitingPage),
  Watcher: LobbyWatcher,
};
