import { oauthProvider } from '@better-auth/oauth-provider';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { handleOAuthUserInfo } from 'better-auth/oauth2';
import { jwt } from 'better-auth/plugins';
import { AppError } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';

/** What clients may ask for: who somebody is, the name, the address. */
export const scopes = ['openid', 'profile', 'email'] as const;
/** The pages of ours that the library names where something must be asked; no browser is ever sent to them by it. */
export const askedPages = { signIn: '/account/sign-in', consent: '/account/authorize' } as const;

/** How long a code is good, in s. */
const codeSeconds = 60;
/** How long an access token is good, in s: it is for one question about the person. */
const tokenSeconds = 300;

/**
 * The parts of the library that make this server a provider of accounts. Off: refresh tokens, tokens for programs without a
 * person, tokens that name an audience, signing out by messages to addresses of clients (decision 0182).
 */
export function providerPlugins(address: string) {
  return [
    jwt({
      jwks: { keyPairConfig: { alg: 'RS256' } },
      jwt: { issuer: address },
      disableSettingJwtHeader: true,
      schema: { jwks: { modelName: 'provider_keys' } },
    }),
    oauthProvider({
      loginPage: askedPages.signIn,
      consentPage: askedPages.consent,
      scopes: [...scopes],
      grantTypes: ['authorization_code'],
      codeExpiresIn: codeSeconds,
      accessTokenExpiresIn: tokenSeconds,
      idTokenExpiresIn: tokenSeconds,
      // Our endpoints decide who may register (`Provider`): the library's route is not mounted.
      allowDynamicClientRegistration: true,
      allowUnauthenticatedClientRegistration: true,
      customUserInfoClaims: ({ user }) => {
        requireOpen(user);
        return {};
      },
      customIdTokenClaims: ({ user }) => {
        requireOpen(user);
        return {};
      },
      schema: {
        oauthClient: { modelName: 'oauth_clients' },
        oauthAccessToken: { modelName: 'oauth_access_tokens' },
        oauthRefreshToken: { modelName: 'oauth_refresh_tokens' },
        oauthConsent: { modelName: 'oauth_grants' },
        oauthResource: { modelName: 'oauth_resources' },
        oauthClientResource: { modelName: 'oauth_client_resources' },
        oauthClientAssertion: { modelName: 'oauth_client_assertions' },
      },
    }),
    home(),
  ] as const;
}

/** An account that an operator disabled says nothing to others, whatever tokens are left. */
function requireOpen(user: object): void {
  if ('disabled' in user && user.disabled === 1)
    throw new AppError('forbidden', 'This account is disabled.', 'disabled');
}

const FromHome = z.object({
  /** The issuer of the home server. */
  home: z.string(),
  subject: z.string(),
  name: z.string(),
  email: z.string(),
});

/** Signs a person in whom `Homes` has proven to be one of another Plenum. Never mounted, as all routes of the library. */
function home() {
  return {
    id: 'plenum-home',
    endpoints: {
      enterFromHome: createAuthEndpoint('/plenum/home', { method: 'POST', body: FromHome }, async (context) => {
        const { home: issuer, subject, name, email } = context.body;
        const found = await handleOAuthUserInfo(context, {
          userInfo: { id: subject, name, email, emailVerified: true },
          account: { providerId: `home:${issuer}`, accountId: subject },
        });
        if (found.error !== null || found.data === null) return context.json({ entered: false });
        await setSessionCookie(context, found.data);
        return context.json({ entered: true });
      }),
    },
  } as const;
}
