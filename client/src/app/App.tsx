import { Compass } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { I18nProvider } from 'react-aria-components';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { Announcer } from '../ui/Announcer.tsx';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Toasts } from '../ui/Toasts.tsx';
import { CrashGuard } from './CrashGuard.tsx';
import { type Entrance, EntranceContext } from './door.ts';
import { PageFrame } from './entry/PageFrame.tsx';
import { RoomPage } from './entry/RoomPage.tsx';
import { roomMeantBy } from './entry/roomLink.ts';
import { lazyPart } from './lazyPart.tsx';
import { wayToRoom } from './entry/wayIn.ts';
import { StartPage } from './entry/StartPage.tsx';

/** The contract of spaces is no part of the first load. */
const SpacePage = lazyPart(async () => (await import('./entry/SpacePage.tsx')).SpacePage);

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
            <Route path="/s/:slug">{({ slug }) => <SpacePage key={slug} slug={slug} />}</Route>
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
  return <RoomByLink key={written} roomId={written} />;
}

function RoomByLink({ roomId }: { readonly roomId: string }) {
  const [way] = useState(() => wayToRoom(roomId));
  return <RoomPage way={way} />;
}

/** The page for an unknown address. */
export function NotFoundPage() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  return (
    <PageFrame title={t('page.notFound.title')}>
      <Notice
        icon={<Compass />}
        title={t('page.notFound.title')}
        actions={
          <Button look="primary" onPress={() => navigate('/')}>
            {t('app.toStart')}
          </Button>
        }
      >
        <p>{t('page.notFound.body')}</p>
      </Notice>
    </PageFrame>
  );
}
