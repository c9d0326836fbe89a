import { lazy, Suspense } from 'react';
import { useMeeting } from '../../app/session.ts';

const LobbySection = lazy(() => import('./LobbySection.tsx').then((part) => ({ default: part.LobbySection })));
const WaitingPage = lazy(() => import('./WaitingPage.tsx').then((part) => ({ default: part.WaitingPage })));

/** The door as those see it who may open it; its code comes to nobody else. */
export function LobbyDoor() {
  const may = useMeeting(({ me }) => me.abilities.includes('lobbyManage'));
  return <Suspense fallback={null}>{may && <LobbySection />}</Suspense>;
}

/** The waiting page; its code comes to who waits. */
export function LobbyWait() {
  return (
    <Suspense fallback={null}>
      <WaitingPage />
    </Suspense>
  );
}
