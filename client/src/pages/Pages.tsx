import { Route, Switch } from 'wouter';
import { NotFoundPage } from '../app/entry/NotFoundPage.tsx';
import { lazyPart } from '../app/lazyPart.tsx';

const AccountPages = lazyPart(async () => (await import('./account/AccountPages.tsx')).AccountPages);
const RecordingPages = lazyPart(async () => (await import('./recordings/RecordingPages.tsx')).RecordingPages);
const ServicePages = lazyPart(async () => (await import('./service/ServicePages.tsx')).ServicePages);

/** The page for every address that a guest does not open: a chunk of its own, so that the first load does not grow with them. */
export function Pages() {
  return (
    <Switch>
      <Route path="/account/*?">
        <AccountPages />
      </Route>
      <Route path={/^\/(?:home|spaces|organisations|invitation|operator)(?:\/.*)?$/}>
        <ServicePages />
      </Route>
      <Route path="/recordings/*?">
        <RecordingPages />
      </Route>
      <Route>
        <NotFoundPage />
      </Route>
    </Switch>
  );
}
