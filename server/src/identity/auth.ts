import { passkey } from '@better-auth/passkey';
import { betterAuth, type BetterAuthOptions } from 'better-auth';
import { APIError } from 'better-auth/api';
import { genericOAuth, twoFactor } from 'better-auth/plugins';
import { limits } from '@plenum/shared/core/limits';
import { DisplayName } from '@plenum/shared/core/text';
import { passwordLength } from '@plenum/shared/api/account/limits';
import type { Logger } from 'pino';
import type { LibraryDatabase } from '../storage/ports.ts';
import { providerPlugins } from './provider/library.ts';
import type { Passwords } from './Passwords.ts';
import type { ProviderSettings } from './settings.ts';

interface AuthOptions {
  readonly database: LibraryDatabase;
  readonly secret: string;
  /** The address at which browsers reach this server. */
  readonly address: string;
  readonly passwords: Passwords;
  readonly providers: readonly ProviderSettings[];
  /** Whether a person whom a provider vouches for may have a new account. */
  readonly admits: (email: string, provider: string | undefined) => Promise<boolean>;
  /** Called with the id of each new account. */
  readonly onCreated: (account: string) => Promise<void>;
  /** Whether people can sign in with an account. */
  readonly isOpen: (account: string) => Promise<boolean>;
  readonly sendReset: (email: string, language: string | undefined, token: string) => Promise<void>;
  readonly onPasswordChanged: (email: string, language: string | undefined) => Promise<void>;
  readonly log: Logger;
}

const daySeconds = 86_400;
/** A session that is not used for this long ends. */
const sessionSeconds = 30 * daySeconds;
/** What touches the ways to sign in needs a session that is not older. */
const freshSeconds = 3_600;

/** The prefix of all cookies of the library. */
export const cookiePrefix = 'plenum';

/**
 * The library for signing in, with all that it does not need turned off. Its own HTTP routes are never mounted: our
 * endpoints call its functions (decision 0131), so its checks of rates, origins and redirects are ours.
 */
export function createAuth(options: AuthOptions) {
  const { database, secret, address, passwords, providers, sendReset, onPasswordChanged, log } = options;
  forgetEnvironment();
  return betterAuth({
    appName: 'Plenum',
    baseURL: address,
    secret,
    database: { ...database, transaction: false },
    telemetry: { enabled: false },
    // Its messages name addresses of people, so only their first words are kept.
    logger: { log: (level, message) => void (level === 'error' && log.warn({ said: wordsOf(message) }, 'identity')) },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
      password: passwords,
      resetPasswordTokenExpiresIn: 3_600,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, token }) => sendReset(user.email, languageOf(user), token),
      onPasswordReset: ({ user }) => onPasswordChanged(user.email, languageOf(user)),
    },
    user: {
      modelName: 'accounts',
      additionalFields: {
        language: { type: 'string', required: false, input: false },
        operator: { type: 'number', required: false, input: false, defaultValue: 0 },
        disabled: { type: 'number', required: false, input: false, defaultValue: 0 },
      },
    },
    session: { modelName: 'sessions', expiresIn: sessionSeconds, updateAge: daySeconds, freshAge: freshSeconds },
    account: {
      modelName: 'credentials',
      // Both sides must have proven the address; there are no unproven accounts here (decision 0132).
      accountLinking: { enabled: true, trustedProviders: [], requireLocalEmailVerified: true },
      storeStateStrategy: 'database',
      // Nothing here calls a provider in a person's name.
      updateAccountOnSignIn: false,
    },
    verification: { modelName: 'verifications', storeIdentifier: 'hashed' },
    advanced: {
      cookiePrefix,
      useSecureCookies: address.startsWith('https:'),
      ipAddress: { disableIpTracking: true },
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
    },
    databaseHooks: hooksOf(options),
    plugins: pluginsOf(address, providers),
  });
}

/** The library obeys variables of its own, one of which turns its telemetry on: only our settings count here. */
function forgetEnvironment(): void {
  for (const name of Object.keys(process.env))
    if (name.startsWith('BETTER_AUTH_')) Reflect.deleteProperty(process.env, name);
}

export type Auth = ReturnType<typeof createAuth>;

/** Who may have an account from a provider, and what is kept of it. */
function hooksOf({ admits, onCreated, isOpen }: Pick<AuthOptions, 'admits' | 'onCreated' | 'isOpen'>) {
  return {
    session: {
      create: {
        // Every way to sign in ends here.
        before: async ({ userId }) => {
          if (!(await isOpen(userId))) throw new APIError('FORBIDDEN', { code: 'DISABLED', message: 'disabled' });
        },
      },
    },
    user: {
      create: {
        before: async (user, context) => {
          const provider = providerOf(context);
          if (!user.emailVerified || !(await admits(user.email.toLowerCase(), provider)))
            throw new APIError('FORBIDDEN', { code: 'NOT_ADMITTED', message: 'not admitted' });
          return { data: { ...user, name: nameOf(user), image: null } };
        },
        after: ({ id }) => onCreated(id),
      },
    },
    account: {
      // A provider's tokens give access to a person's data there: they are not kept.
      create: {
        before: async (row) => ({
          data: { ...row, accessToken: null, refreshToken: null, idToken: null, scope: null },
        }),
      },
      update: {
        before: async (row) => ({
          data: {
            ...row,
            ...('accessToken' in row && { accessToken: null, refreshToken: null, idToken: null, scope: null }),
          },
        }),
      },
    },
  } satisfies BetterAuthOptions['databaseHooks'];
}

function pluginsOf(address: string, providers: readonly ProviderSettings[]) {
  return tuple(
    twoFactor({ issuer: new URL(address).hostname, twoFactorTable: 'second_factors' }),
    passkey({
      rpID: new URL(address).hostname,
      rpName: 'Plenum',
      origin: null,
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      authentication: {
        afterVerification: ({ verification }) => {
          // A passkey stands for two factors, so it must have asked for its person.
          if (!verification.authenticationInfo.userVerified)
            throw new APIError('UNAUTHORIZED', { message: 'no user verification' });
        },
      },
      schema: { passkey: { modelName: 'passkeys' } },
    }),
    genericOAuth({
      config: providers.map(({ id, name, issuer, clientId, clientSecret }) => ({
        providerId: id,
        name,
        clientId,
        clientSecret,
        discoveryUrl: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
        requireIdTokenVerification: true,
        scopes: ['openid', 'email', 'profile'],
        redirectURI: `${address}/account/callback/${id}`,
        disableProviderLogout: true,
        pkce: true,
      })),
    }),
    ...providerPlugins(address),
  );
}

/** A tuple that may be changed, as the library's type wants it. */
function tuple<T extends unknown[]>(...items: T): T {
  return items;
}

function languageOf(user: object): string | undefined {
  return 'language' in user && typeof user.language === 'string' ? user.language : undefined;
}

/** The id of the provider whose callback runs. */
function providerOf(context: unknown): string | undefined {
  const params: unknown = typeof context === 'object' && context !== null && 'params' in context && context.params;
  const id: unknown = typeof params === 'object' && params !== null && 'id' in params && params.id;
  return typeof id === 'string' ? id : undefined;
}

/** A name that our schema takes: a provider may send any. */
function nameOf({ name, email }: { readonly name: string; readonly email: string }): string {
  for (const one of [name, email.split('@')[0]?.slice(0, limits.nameLength)]) {
    const parsed = DisplayName.safeParse(one);
    if (parsed.success) return parsed.data;
  }
  return '?';
}

function wordsOf(message: string): string {
  return message.replaceAll(/\S*[@=/:"]\S*/g, '…').slice(0, 120);
}
