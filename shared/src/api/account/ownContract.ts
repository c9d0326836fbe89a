import * as z from 'zod/mini';
import { EmailAddress } from '../../core/email.ts';
import { endpoint, operators, perMinute, signedIn } from '../../core/endpoint.ts';
import { AccountId } from '../../core/ids.ts';
import { DisplayName } from '../../core/text.ts';
import { AccountLanguage, Assertion, Attestation, Challenge, Nothing, Password, TriedPassword } from './contract.ts';

export const Profile = z.object({
  account: AccountId,
  email: z.string(),
  name: z.string(),
  operator: z.boolean(),
  language: z.nullable(z.string()),
  createdAt: z.number(),
  hasPassword: z.boolean(),
  hasSecondFactor: z.boolean(),
  providers: z.array(z.string()),
  passkeys: z.array(z.object({ id: z.string(), name: z.string(), createdAt: z.number() })),
});
export type Profile = z.infer<typeof Profile>;

/** What every endpoint of a signed-in person may answer: the handler asks for the session. */
const refusals = ['forbidden', 'unavailable'] as const;
const often = { address: [perMinute(240)] } as const;

export const readProfile = endpoint({
  name: 'account:profile',
  summary: 'Returns the account of the session with its ways to sign in.',
  method: 'GET',
  path: '/account/profile',
  who: signedIn,
  limit: often,
  output: Profile,
  errors: refusals,
});

export const updateProfile = endpoint({
  name: 'account:update',
  summary: 'Changes the name or the language of the account.',
  method: 'PATCH',
  path: '/account/profile',
  who: signedIn,
  limit: often,
  input: z.strictObject({ name: z.optional(DisplayName), language: z.optional(AccountLanguage) }),
  output: Nothing,
  errors: refusals,
});

export const SessionCard = z.object({
  id: z.string(),
  browser: z.string(),
  createdAt: z.number(),
  isThis: z.boolean(),
});
export type SessionCard = z.infer<typeof SessionCard>;
const OwnId = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/));

export const listSessions = endpoint({
  name: 'account:sessions',
  summary: 'Returns the sessions of the account.',
  method: 'GET',
  path: '/account/profile/sessions',
  who: signedIn,
  limit: often,
  output: z.object({ sessions: z.array(SessionCard) }),
  errors: refusals,
});

export const endSession = endpoint({
  name: 'account:endSession',
  summary: 'Ends one session of the account.',
  method: 'DELETE',
  path: '/account/profile/sessions/:session',
  who: signedIn,
  limit: often,
  params: { session: OwnId },
  output: Nothing,
  errors: refusals,
});

export const endOtherSessions = endpoint({
  name: 'account:endOthers',
  summary: 'Ends all sessions of the account but this one.',
  method: 'DELETE',
  path: '/account/profile/sessions',
  who: signedIn,
  limit: often,
  output: Nothing,
  errors: refusals,
});

export const changePassword = endpoint({
  name: 'account:changePassword',
  summary: 'Changes the password. All other sessions end.',
  method: 'PUT',
  path: '/account/profile/password',
  who: signedIn,
  limit: often,
  input: z.strictObject({ current: TriedPassword, next: Password }),
  output: Nothing,
  errors: [...refusals, 'conflict'],
});

export const newPasskeyChallenge = endpoint({
  name: 'account:newPasskeyChallenge',
  summary:
    'Returns a challenge for a new passkey: the options of `navigator.credentials.create`. The session must be fresh.',
  method: 'POST',
  path: '/account/profile/passkey-challenges',
  who: signedIn,
  limit: often,
  output: Challenge,
  errors: [...refusals, 'full'],
});

export const addPasskey = endpoint({
  name: 'account:addPasskey',
  summary: 'Adds a passkey to the account. The session must be fresh.',
  method: 'POST',
  path: '/account/profile/passkeys',
  who: signedIn,
  limit: often,
  input: z.strictObject({ name: DisplayName, proof: Attestation }),
  output: Nothing,
  errors: [...refusals, 'conflict'],
});

export const removePasskey = endpoint({
  name: 'account:removePasskey',
  summary: 'Removes a passkey of the account.',
  method: 'DELETE',
  path: '/account/profile/passkeys/:passkey',
  who: signedIn,
  limit: often,
  params: { passkey: OwnId },
  output: Nothing,
  errors: refusals,
});

const WithPassword = z.strictObject({ password: TriedPassword });
const codes = z.array(z.string());

export const beginSecondFactor = endpoint({
  name: 'account:beginSecondFactor',
  summary: 'Begins to set up a second factor; `account:secondFactor` with a first code turns it on.',
  method: 'POST',
  path: '/account/profile/second-factor',
  who: signedIn,
  limit: often,
  input: WithPassword,
  output: z.object({ uri: z.string(), codes }),
  errors: [...refusals, 'conflict'],
});

export const endSecondFactor = endpoint({
  name: 'account:endSecondFactor',
  summary: 'Turns the second factor off.',
  method: 'POST',
  path: '/account/profile/second-factor/end',
  who: signedIn,
  limit: often,
  input: WithPassword,
  output: Nothing,
  errors: [...refusals, 'conflict'],
});

export const newRecoveryCodes = endpoint({
  name: 'account:recoveryCodes',
  summary: 'Returns new recovery codes. The earlier ones are void.',
  method: 'POST',
  path: '/account/profile/second-factor/codes',
  who: signedIn,
  limit: often,
  input: WithPassword,
  output: z.object({ codes }),
  errors: [...refusals, 'conflict'],
});

export const exportAccount = endpoint({
  name: 'account:export',
  summary: 'Returns all that the server keeps of this person as an account, without secrets.',
  method: 'GET',
  path: '/account/profile/export',
  who: signedIn,
  limit: { address: [perMinute(30)] },
  output: z.record(z.string(), z.unknown()),
  errors: refusals,
});

export const deleteAccount = endpoint({
  name: 'account:delete',
  summary: 'Deletes the account and all that belongs to it, once its person has proven themselves again.',
  method: 'POST',
  path: '/account/profile/deletion',
  who: signedIn,
  limit: { address: [perMinute(30)] },
  input: z.strictObject({ password: z.optional(TriedPassword), passkey: z.optional(Assertion) }),
  output: Nothing,
  errors: [...refusals, 'conflict'],
});

export const inviteAccount = endpoint({
  name: 'account:invite',
  summary: 'Sends an invitation to have an account here. For operators.',
  method: 'POST',
  path: '/accounts/invitations',
  who: operators,
  limit: often,
  input: z.strictObject({ email: EmailAddress, language: z.optional(AccountLanguage) }),
  output: Nothing,
  errors: [...refusals, 'conflict', 'full'],
});

export const listRequests = endpoint({
  name: 'account:requests',
  summary: 'Returns the addresses that ask for an account. For operators.',
  method: 'GET',
  path: '/accounts/requests',
  who: operators,
  limit: often,
  output: z.object({ requests: z.array(z.object({ id: z.string(), email: z.string(), until: z.number() })) }),
  errors: refusals,
});

export const decideRequest = endpoint({
  name: 'account:decide',
  summary: 'Approves or refuses a request for an account. For operators.',
  method: 'POST',
  path: '/accounts/requests/:request',
  who: operators,
  limit: often,
  params: { request: OwnId },
  input: z.strictObject({ approved: z.boolean() }),
  output: Nothing,
  errors: [...refusals, 'full'],
});

/** The endpoints of a person who is signed in, and of an operator. */
export const ownAccountEndpoints = [
  readProfile,
  updateProfile,
  listSessions,
  endSession,
  endOtherSessions,
  changePassword,
  newPasskeyChallenge,
  addPasskey,
  removePasskey,
  beginSecondFactor,
  endSecondFactor,
  newRecoveryCodes,
  exportAccount,
  deleteAccount,
  inviteAccount,
  listRequests,
  decideRequest,
] as const;
