import { Route, Switch } from 'wouter';
import { NotFoundPage } from '../../app/entry/NotFoundPage.tsx';
import { useAccountWords } from './accountWords.ts';
import { accountApi } from './api.ts';
import { AuthorizePage } from './AuthorizePage.tsx';
import { HomePage } from './HomePage.tsx';
import { ForgotPage, RegisterPage } from './LetterPages.tsx';
import { ConfirmPage, ResetPage } from './LinkPages.tsx';
import { ReturnPage } from './ReturnPage.tsx';
import { SignInPage } from './SignInPage.tsx';

/** The pages about accounts: a chunk of its own, which a guest never loads. */
export function AccountPages() {
  if (!useAccountWords()) return null;
  return (
    <Switch>
      <Route path="/account/sign-in">
        <SignInPage />
      </Route>
      <Route path="/account/register">
        <RegisterPage />
      </Route>
      <Route path="/account/forgot">
        <ForgotPage />
      </Route>
      <Route path="/account/confirm">
        <ConfirmPage purpose="register" />
      </Route>
      <Route path="/account/operator">
        <ConfirmPage purpose="operator" />
      </Route>
      <Route path="/account/reset">
        <ResetPage />
      </Route>
      <Route path="/account/callback/:provider">
        {({ provider }) => <ReturnPage key={provider} finish={(given) => accountApi.finishProvider(provider, given)} />}
      </Route>
      <Route path="/account/home">
        <ReturnPage finish={accountApi.finishHome} />
      </Route>
      <Route path="/account/authorize">
        <AuthorizePage />
      </Route>
      <Route path="/account">
        <HomePage />
      </Route>
      <Route>
        <NotFoundPage />
      </Route>
    </Switch>
  );
}
