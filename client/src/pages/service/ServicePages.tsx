import type { Me } from '@plenum/shared/api/account/contract';
import type { ReactNode } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { NotFoundPage } from '../../app/entry/NotFoundPage.tsx';
import { lazyPart } from '../../app/lazyPart.tsx';
import { HomePage } from '../home/HomePage.tsx';
import { NewSpacePage } from '../home/NewSpacePage.tsx';
import { SpacePage } from '../home/SpacePage.tsx';
import { usePageWords, type WordParts } from '../usePageWords.ts';
import { api } from './api.ts';
import { FailedPage } from './FailedPage.tsx';
import { MeContext } from './me.ts';
import { useAnswer } from './useAnswer.ts';

const parts: WordParts = {
  en: () => import('./words/serviceEnglish.ts'),
  de: () => import('./words/serviceGerman.ts'),
  es: () => import('./words/serviceSpanish.ts'),
};

const OrganisationPage = lazyPart(async () => (await import('../organisation/OrganisationPage.tsx')).OrganisationPage);
const OperatorPages = lazyPart(async () => (await import('../operator/OperatorPages.tsx')).OperatorPages);
const InvitationPage = lazyPart(async () => (await import('../organisation/InvitationPage.tsx')).InvitationPage);

/** The pages for people who are signed in: a chunk of its own, which a guest never loads. */
export function ServicePages() {
  const hasWords = usePageWords('service', parts);
  const { answer, again } = useAnswer(api.who);
  if (!hasWords || answer.state === 'asking') return null;
  if (answer.state === 'failed') return <FailedPage code={answer.code} again={again} />;
  const { me } = answer.value;
  return (
    <Switch>
      <Route path="/invitation">
        <InvitationPage me={me ?? undefined} />
      </Route>
      <Route path="/organisations/:organisation">
        {({ organisation }) => (
          <SignedIn me={me}>
            <OrganisationPage key={organisation} id={organisation} />
          </SignedIn>
        )}
      </Route>
      <Route path="/operator/*?">
        <SignedIn me={me}>
          <OperatorPages />
        </SignedIn>
      </Route>
      <Route path="/home">
        <SignedIn me={me}>
          <HomePage />
        </SignedIn>
      </Route>
      <Route path="/spaces/new">
        <SignedIn me={me}>
          <NewSpacePage />
        </SignedIn>
      </Route>
      <Route path="/spaces/:space">
        {({ space }) => (
          <SignedIn me={me}>
            <SpacePage key={space} id={space} />
          </SignedIn>
        )}
      </Route>
      <Route>
        <NotFoundPage />
      </Route>
    </Switch>
  );
}

/** A page that needs an account; others are led to sign in. */
function SignedIn({ me, children }: { readonly me: Me | null; readonly children: ReactNode }) {
  if (!me) return <Redirect to="/account/sign-in" replace />;
  return <MeContext value={me}>{children}</MeContext>;
}
