import { lazyPart } from '../../app/lazyPart.tsx';
import { useMeeting } from '../../app/session.ts';

const LobbySection = lazyPart(async () => (await import('./LobbySection.tsx')).LobbySection);

/** The door, for members who may let people in; the code loads for them alone. */
export function LobbyDoor() {
  const may = useMeeting(({ me }) => me.abilities.includes('lobbyManage'));
  return may && <LobbySection />;
}
