import * as z from 'zod/mini';
import { EmailAddress } from '../../core/email.ts';
import { anyone, endpoint, perMinute } from '../../core/endpoint.ts';
import { AccountId } from '../../core/ids.ts';
import { DisplayName } from '../../core/text.ts';
import { passwordLength } from './limits.ts';

export const Password = z.string().check(z.minLength(passwordLength.min), z.maxLength(passwordLength.max));
/** A password as it is tried: an old one may be shorter than new ones must be. */
export const TriedPassword = z.string().check(z.minLength(1), z.maxLength(passwordLength.max));
const LinkToken = z.string().check(z.regex(/^[A-Za-z0-9_-]{20,64}$/));
export const AccountLanguage = z.enum(['en', 'de', 'es']);

/** Who may have an account. */
export const registrationModes = ['open', 'invitation', 'approval', 'closed'] as const;

export const Nothing = z.object({});

export const AccountWays = z.object({
  registration: z.enum(registrationModes),
  /** Providers of accounts at which a person can sign in. */
  providers: z.array(z.object({ id: z.string(), name: z.string() })),
  /** True where a person may sign in with an account of another Plenum, whose address they type. */
  homes: z.boolean(),
  /** True while the server has no operator: the address that its start printed makes one. */
  needsOperator: z.boolean(),
});
export type AccountWays = z.infer<typeof AccountWays>;

export const accountWays = endpoint({
  name: 'account:ways',
  summary: 'Returns how a person can come to an account here and sign in to it.',
  method: 'GET',
  path: '/account/ways',
  who: anyone,
  limit: { address: [perMinute(600)] },
  output: AccountWays,
  errors: ['unavailable'],
});

export const Me = z.object({
  account: AccountId,
  email: z.string(),
  name: z.string(),
  operator: z.boolean(),
});
export type Me = z.infer<typeof Me>;

export const whoAmI = endpoint({
  name: 'account:who',
  summary: 'Returns the account of the session cookie, or null.',
  method: 'GET',
  path: '/account/who',
  who: anyone,
  limit: { address: [perMinute(1_200)] },
  output: z.object({ me: z.nullable(Me) }),
  errors: ['unavailable'],
});

export const register = endpoint({
  name: 'account:register',
  summary: 'Sends a letter with a link that makes an account. The answer never tells whether the address is known.',
  method: 'POST',
  path: '/account/registrations',
  who: anyone,
  limit: { address: [perMinute(20), { requests: 100, seconds: 3_600 }] },
  input: z.strictObject({ email: EmailAddress, language: z.optional(AccountLanguage) }),
  output: Nothing,
  errors: [],
});

export const linkInfo = endpoint({
  name: 'account:link',
  summary: 'Returns the address of a link, which stays good.',
  method: 'POST',
  path: '/account/links',
  who: anyone,
  limit: { address: [perMinute(60)] },
  input: z.strictObject({ token: LinkToken, purpose: z.enum(['register', 'operator']) }),
  output: z.object({ email: z.string() }),
  errors: ['notFound', 'unavailable'],
});

const NewAccount = {
  token: LinkToken,
  name: DisplayName,
  password: Password,
  language: z.optional(AccountLanguage),
};

export const confirmAccount = endpoint({
  name: 'account:confirm',
  summary: 'Makes an account from the link of a letter, and signs its person in.',
  method: 'POST',
  path: '/account/confirmations',
  who: anyone,
  limit: { address: [perMinute(60)] },
  input: z.strictObject(NewAccount),
  output: Nothing,
  errors: ['notFound', 'conflict', 'forbidden', 'unavailable'],
});

export const firstOperator = endpoint({
  name: 'account:firstOperator',
  summary: 'Makes the first operator from the address that the start of the server printed.',
  method: 'POST',
  path: '/account/operator',
  who: anyone,
  limit: { address: [perMinute(60)] },
  input: z.strictObject({ ...NewAccount, email: EmailAddress }),
  output: Nothing,
  errors: ['notFound', 'conflict', 'forbidden', 'unavailable'],
});

export const SignInOutput = z.object({
  /** True when a code of the second factor is still wanted: `account:secondFactor`. */
  needsSecondFactor: z.boolean(),
});

export const signIn = endpoint({
  name: 'account:signIn',
  summary: 'Signs in with a password; the session is a cookie. Too many attempts must wait.',
  method: 'POST',
  path: '/account/sessions',
  who: anyone,
  limit: { address: [perMinute(120)] },
  input: z.strictObject({ email: EmailAddress, password: TriedPassword }),
  output: SignInOutput,
  errors: ['forbidden', 'unavailable'],
});

export const signOut = endpoint({
  name: 'account:signOut',
  summary: 'Ends the session of the cookie.',
  method: 'POST',
  path: '/account/sign-out',
  who: anyone,
  limit: { address: [perMinute(120)] },
  output: Nothing,
  errors: ['unavailable'],
});

export const forgotPassword = endpoint({
  name: 'account:forgot',
  summary: 'Sends a letter with a link for a new password. The answer never tells whether the address is known.',
  method: 'POST',
  path: '/account/password-resets',
  who: anyone,
  limit: { address: [perMinute(20), { requests: 100, seconds: 3_600 }] },
  input: z.strictObject({ email: EmailAddress }),
  output: Nothing,
  errors: [],
});

export const resetPassword = endpoint({
  name: 'account:reset',
  summary: 'Sets a password by the link of a letter. All sessions of the account end.',
  method: 'POST',
  path: '/account/passwords',
  who: anyone,
  limit: { address: [perMinute(60)] },
  input: z.strictObject({ token: LinkToken, password: Password }),
  output: Nothing,
  errors: ['notFound', 'forbidden', 'conflict', 'unavailable'],
});

const base64 = (max: number) => z.string().check(z.maxLength(max), z.regex(/^[A-Za-z0-9_-]*$/));
/** What a browser's `toJSON` gives for a credential that has signed a challenge. Other fields of it are dropped. */
export const Assertion = z.object({
  id: base64(1_400),
  rawId: base64(1_400),
  type: z.literal('public-key'),
  response: z.object({
    authenticatorData: base64(2_000),
    clientDataJSON: base64(4_000),
    signature: base64(2_000),
    userHandle: z.optional(base64(200)),
  }),
  clientExtensionResults: z.object({}),
});
export type Assertion = z.infer<typeof Assertion>;
/** The same for a new credential. */
export const Attestation = z.object({
  id: base64(1_400),
  rawId: base64(1_400),
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64(4_000),
    attestationObject: base64(8_000),
    transports: z.optional(
      z.array(z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'])).check(z.maxLength(8)),
    ),
  }),
  clientExtensionResults: z.object({}),
});
export type Attestation = z.infer<typeof Attestation>;
export const Challenge = z.object({ options: z.record(z.string(), z.unknown()) });

export const passkeyChallenge = endpoint({
  name: 'account:passkeyChallenge',
  summary: 'Returns a challenge for signing in with a passkey: the options of `navigator.credentials.get`.',
  method: 'POST',
  path: '/account/passkey-challenges',
  who: anyone,
  limit: { address: [perMinute(120)] },
  output: Challenge,
  errors: ['unavailable'],
});

export const passkeySignIn = endpoint({
  name: 'account:passkeySignIn',
  summary: 'Signs in with a passkey, which stands for both factors.',
  method: 'POST',
  path: '/account/passkey-sessions',
  who: anyone,
  limit: { address: [perMinute(120)] },
  input: z.strictObject({ proof: Assertion }),
  output: Nothing,
  errors: ['forbidden', 'unavailable'],
});

const SecondCode = z.strictObject({
  code: z.string().check(z.regex(/^[A-Za-z0-9-]{6,20}$/)),
  kind: z.enum(['app', 'recovery']),
  /** True: this browser is not asked again for 30 days. */
  trust: z.boolean(),
});

export const secondFactor = endpoint({
  name: 'account:secondFactor',
  summary: 'Ends a sign-in that wants a second factor, or proves a second factor that was just set up.',
  method: 'POST',
  path: '/account/second-factor/proofs',
  who: anyone,
  limit: { address: [perMinute(120)] },
  input: SecondCode,
  output: Nothing,
  errors: ['forbidden', 'unavailable'],
});

const Provider = z.string().check(z.regex(/^[a-z0-9-]{1,40}$/));

export const startProvider = endpoint({
  name: 'account:startProvider',
  summary: 'Returns the address at a provider of accounts to which the browser goes to sign in.',
  method: 'POST',
  path: '/account/providers/:provider/starts',
  who: anyone,
  limit: { address: [perMinute(60)] },
  params: { provider: Provider },
  output: z.object({ address: z.string() }),
  errors: ['forbidden', 'unavailable'],
});

export const finishProvider = endpoint({
  name: 'account:finishProvider',
  summary: 'Signs in with what a provider gave the browser that it sent back.',
  method: 'POST',
  path: '/account/providers/:provider/returns',
  who: anyone,
  limit: { address: [perMinute(60)] },
  params: { provider: Provider },
  input: z.strictObject({
    state: z.string().check(z.minLength(1), z.maxLength(500)),
    code: z.optional(z.string().check(z.maxLength(2_000))),
    iss: z.optional(z.string().check(z.maxLength(500))),
    error: z.optional(z.string().check(z.maxLength(200))),
  }),
  output: Nothing,
  errors: ['forbidden', 'unavailable'],
});

/** The endpoints by which people come to an account and sign in. */
export const accountEndpoints = [
  accountWays,
  whoAmI,
  register,
  linkInfo,
  confirmAccount,
  firstOperator,
  signIn,
  signOut,
  forgotPassword,
  resetPassword,
  passkeyChallenge,
  passkeySignIn,
  secondFactor,
  startProvider,
  finishProvider,
] as const;
