import { lobby } from '@plenum/shared/features/lobby/contract';
import { lazyPart } from '../../app/lazyPart.tsx';
import { useOpenPanel } from '../../app/meeting/panel/panels.ts';
import { useMeeting } from '../../app/session.ts';
import { stateOf } from '../../core/store.ts';

const LobbySection = lazyPart(async () => (await import('./LobbySection.tsx')).LobbySection);

const LobbyNotice = lazyPart(async () => (await import('./LobbyNotice.tsx')).LobbyNotice);

/** The door, for members who may let people in; the code loads for them alone. */
export function LobbyDoor() {
  const may = useMeeting(({ me }) => me.abilities.includes('lobbyManage'));
  return may && <LobbySection />;
}

/** The notice about waiting people, for members who may let people in, while the list of people does not show the queue. */
export function LobbyBanner() {
  const waits = useMeeting((state) => Object.keys(stateOf(state, lobby).waiting).length > 0);
  const may = useMeeting(({ me }) => me.abilities.includes('lobbyManage'));
  const panel = useOpenPanel();
  return may && waits && panel !== 'people' && <LobbyNotice />;
}
