import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { I18nProvider } from 'react-aria-components';
import { Redirect, Route, Switch } from 'wouter';
import { Announcer } from '../ui/Announcer.tsx';
import { Toasts } from '../ui/Toasts.tsx';
import { CrashGuard } from './CrashGuard.tsx';
import { type Entrance, EntranceContext } from './door.ts';
import { NotFoundPage } from './entry/NotFoundPage.tsx';
import { RoomPage } from './entry/RoomPage.tsx';
import { roomMeantBy } from './entry/roomLink.ts';
import { StartPage } from './entry/StartPage.tsx';

// A guest never loads these.
const AccountPages = lazy(async () => ({ default: (await import('../pages/account/AccountPages.tsx')).AccountPages }));
const SpaceDoor = lazy(async () => ({ default: (await import('../pages/space/SpaceDoor.tsx')).SpaceDoor }));
const ServicePages = lazy(async () => ({ default: (await import('../pages/service/ServicePages.tsx')).ServicePages }));

/** The whole client: the page for each address, and the parts shown over every page. */
export function App({ entrance }: { readonly entrance: Entrance }) {
  const { i18n } = useTranslation();
  return (
    <I18nProvider locale={i18n.language}>
      <EntranceContext value={entrance}>
        <CrashGuard>
          <Switch>
            <Route path="/">
              <StartPage />
            </Route>
            <Route path="/r/:roomId">{({ roomId }) => <RoomOf written={roomId} />}</Route>
            <Route path="/account/*?">
              <Suspense>
                <AccountPages />
              </Suspense>
            </Route>
            <Route path="/s/:slug">
              {({ slug }) => (
                <Suspense>
                  <SpaceDoor key={slug} slug={slug} />
                </Suspense>
              )}
            </Route>
            <Route path={/^\/(?:home|spaces|organisations|invitation|operator)(?:\/.*)?$/}>
              <Suspense>
                <ServicePages />
              </Suspense>
            </Route>
            <Route>
              <NotFoundPage />
            </Route>
          </Switch>
        </CrashGuard>
        <Toasts />
        <Announcer />
      </EntranceContext>
    </I18nProvider>
  );
}

/** The pages of a room. A mail program may have put a full stop or a bracket into the link. */
export function RoomOf({ written }: { readonly written: string }) {
  const meant = roomMeantBy(written);
  if (meant !== undefined) return <Redirect to={`/r/${meant}${location.hash}`} replace />;
  return <RoomPage key={written} roomId={written} />;
}
