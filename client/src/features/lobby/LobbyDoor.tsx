import { lazyPart } from '../../app/lazyPart.tsx';
import { useMeeting } from '../../app/session.ts';

const LobbySection = lazyPart(async () => (await import('./LobbySection.tsx')).LobbySection);

/** The door as those see it who may open it; its code comes to nobody else. */
export function LobbyDoor() {
  const may = useMeeting(({ me }) => me.abilities.includes('lobbyManage'));
  return may && <LobbySection />;
}
