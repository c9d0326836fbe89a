import { Redirect, Route, Switch } from 'wouter';
import { NotFoundPage } from '../../app/entry/NotFoundPage.tsx';
import { organisationWords } from '../organisation/organisationWords.ts';
import { FailedPage } from '../service/FailedPage.tsx';
import { useMe } from '../service/me.ts';
import { usePageWords } from '../usePageWords.ts';
import { AccountsPage } from './accounts/AccountsPage.tsx';
import { AuditPage } from './AuditPage.tsx';
import { ClientsPage } from './ClientsPage.tsx';
import { NoticePage } from './NoticePage.tsx';
import { operatorWords } from './operatorWords.ts';
import { OrganisationsPage } from './organisations/OrganisationsPage.tsx';
import { RuledOrganisationPage } from './organisations/RuledOrganisationPage.tsx';
import { OverviewPage } from './OverviewPage.tsx';
import { RoomsPage } from './RoomsPage.tsx';
import { TiersPage } from './tiers/TiersPage.tsx';

/** The pages for the people who run the server: a chunk of its own, which no other account loads. */
export function OperatorPages() {
  const me = useMe();
  const hasWords = usePageWords('operator', operatorWords);
  const hasOrganisationWords = usePageWords('organisation', organisationWords);
  if (!me.operator) return <FailedPage code="forbidden" again={async () => undefined} />;
  if (!hasWords || !hasOrganisationWords) return null;
  return (
    <Switch>
      <Route path="/operator">
        <OverviewPage />
      </Route>
      <Route path="/operator/organisations">
        <OrganisationsPage />
      </Route>
      <Route path="/operator/organisations/:organisation">
        {({ organisation }) => <RuledOrganisationPage key={organisation} id={organisation} />}
      </Route>
      <Route path="/operator/accounts">
        <AccountsPage />
      </Route>
      <Route path="/operator/clients">
        <ClientsPage />
      </Route>
      <Route path="/operator/tiers">
        <TiersPage />
      </Route>
      <Route path="/operator/rooms">
        <RoomsPage />
      </Route>
      <Route path="/operator/notice">
        <NoticePage />
      </Route>
      <Route path="/operator/audit">
        <AuditPage />
      </Route>
      <Route path="/operator/overview">
        <Redirect to="/operator" replace />
      </Route>
      <Route>
        <NotFoundPage />
      </Route>
    </Switch>
  );
}
