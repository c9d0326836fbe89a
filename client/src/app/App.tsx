import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { I18nProvider } from 'react-aria-components';
import { Redirect, Route, Switch } from 'wouter';
import { Announcer } from '../ui/Announcer.tsx';
import { Toasts } from '../ui/Toasts.tsx';
import { CrashGuard } from './CrashGuard.tsx';
import { type Entrance, EntranceContext } from './door.ts';
import { RoomPage } from './entry/RoomPage.tsx';
import { isFramed } from './frame/framed.ts';
import { roomMeantBy } from './entry/roomLink.ts';
import { lazyPart } from './lazyPart.tsx';
import { wayToRoom } from './entry/wayIn.ts';
import { StartPage } from './entry/StartPage.tsx';

/** The contract of spaces is no part of the first load. */
const SpaceDoor = lazyPart(async () => (await import('../pages/space/SpaceDoor.tsx')).SpaceDoor);
/** The same for links of other web sites. */
const JoinDoor = lazyPart(async () => (await import('../pages/join/JoinDoor.tsx')).JoinDoor);
/** What another page is shown in place of this one. */
const OwnWindow = lazyPart(async () => (await import('./frame/OwnWindow.tsx')).OwnWindow);
/** A page whose network fails here goes on without the notice. */
const ServerNotice = lazyPart(() =>
  import('./ServerNotice.tsx').then(
    (part) => part.ServerNotice,
    () => Nothing,
  ),
);
/** A guest never loads these. */
const Pages = lazyPart(async () => (await import('../pages/Pages.tsx')).Pages);

function Nothing(): null {
  return null;
}

/** The whole client: the page for each address, and the parts shown over every page. */
export function App({ entrance }: { readonly entrance: Entrance }) {
  const { i18n } = useTranslation();
  return (
    <I18nProvider locale={i18n.language}>
      <EntranceContext value={entrance}>
        <CrashGuard>
          <Switch>
            <Route path="/">{isFramed ? <OwnWindow /> : <StartPage />}</Route>
            <Route path="/r/:roomId">{({ roomId }) => <RoomOf written={roomId} />}</Route>
            <Route path="/s/:slug">{({ slug }) => <SpaceDoor key={slug} slug={slug} />}</Route>
            <Route path="/join">
              <JoinDoor />
            </Route>
            <Route>{isFramed ? <OwnWindow /> : <Pages />}</Route>
          </Switch>
        </CrashGuard>
        <Toasts />
        <Announcer />
        <ServerNotice />
      </EntranceContext>
    </I18nProvider>
  );
}

/** The pages of a room. A mail program may have put a full stop or a bracket into the link. */
export function RoomOf({ written }: { readonly written: string }) {
  const meant = roomMeantBy(written);
  if (meant !== undefined) return <Redirect to={`/r/${meant}${location.hash}`} replace />;
  return <RoomByLink key={written} roomId={written} />;
}

function RoomByLink({ roomId }: { readonly roomId: string }) {
  const [way] = useState(() => wayToRoom(roomId));
  return <RoomPage way={way} />;
}
