import * as z from 'zod/mini';
import { anyone, anyoneKnown, endpoint, perMinute, signedIn } from '../../core/endpoint.ts';
import { Nothing } from './contract.ts';

const limit = { address: [perMinute(120)] };

/** What another server or program may be told of a person, beside the fact that it is the same person again. */
export const told = ['profile', 'email'] as const;
export const Told = z.enum(told);
/** `profile` is the name, `email` the address. */
export type Told = z.infer<typeof Told>;

/** The id of a server or program that an operator, or the program itself, registered. */
export const ClientId = z.string().check(z.regex(/^[A-Za-z0-9_-]{8,64}$/));

/** The text after the `?` with which another server sent the browser here. */
const AuthorizationQuery = z.string().check(z.minLength(1), z.maxLength(4_000));

/** A server or program that wants to know who somebody is. */
const Client = z.object({
  id: ClientId,
  /** The name that an operator gave; empty for a server that registered itself. */
  name: z.string(),
  /** The host to which the browser goes back. */
  host: z.string(),
});

export const Authorization = z.discriminatedUnion('is', [
  z.object({ is: z.literal('signIn') }),
  /** The person has agreed before, or the request is refused: the browser goes on to `to`. */
  z.object({ is: z.literal('done'), to: z.string() }),
  z.object({ is: z.literal('asks'), client: Client, wants: z.array(Told), name: z.string(), email: z.string() }),
]);
export type Authorization = z.infer<typeof Authorization>;

export const lookAtAuthorization = endpoint({
  name: 'account:lookAtAuthorization',
  summary: 'Returns who asks to know the person, and what; or where the browser goes when nothing needs to be asked.',
  method: 'POST',
  path: '/account/authorizations/looks',
  who: anyoneKnown,
  limit,
  input: z.strictObject({ query: AuthorizationQuery }),
  output: Authorization,
  errors: ['invalid', 'forbidden', 'unavailable'],
});

export const authorize = endpoint({
  name: 'account:authorize',
  summary:
    'Agrees that another server or program is told who the person is, or refuses; returns where the browser goes.',
  method: 'POST',
  path: '/account/authorizations',
  who: signedIn,
  limit,
  input: z.strictObject({ query: AuthorizationQuery, agrees: z.boolean(), tells: z.array(Told).check(z.maxLength(2)) }),
  output: z.object({ to: z.string() }),
  errors: ['invalid', 'unavailable'],
});

export const Grant = z.object({
  client: ClientId,
  name: z.string(),
  host: z.string(),
  tells: z.array(Told),
  /** Epoch ms. */
  since: z.number(),
});
export type Grant = z.infer<typeof Grant>;

export const listGrants = endpoint({
  name: 'account:grants',
  summary: 'Returns the servers and programs at which the person signs in with this account.',
  method: 'GET',
  path: '/account/grants',
  who: signedIn,
  limit,
  output: z.object({ grants: z.array(Grant) }),
  errors: ['unavailable'],
});

export const endGrant = endpoint({
  name: 'account:endGrant',
  summary: 'Takes back that a server or program is told who the person is; its tokens end.',
  method: 'DELETE',
  path: '/account/grants/:client',
  who: signedIn,
  limit,
  params: { client: ClientId },
  output: Nothing,
  errors: ['notFound', 'unavailable'],
});

export const startHome = endpoint({
  name: 'account:startHome',
  summary:
    'Returns the address at the Plenum where a person has an account, to which the browser goes to sign in here.',
  method: 'POST',
  path: '/account/homes/starts',
  who: anyone,
  limit: { address: [perMinute(20)] },
  input: z.strictObject({
    /** The host of the home server, or its address. */
    home: z.string().check(z.minLength(1), z.maxLength(300)),
    /** Ask the person again what they tell. */
    again: z.optional(z.boolean()),
  }),
  output: z.object({ address: z.string() }),
  errors: ['invalid', 'forbidden', 'unavailable'],
});

export const finishHome = endpoint({
  name: 'account:finishHome',
  summary: 'Signs in with what the home server gave the browser that it sent back.',
  method: 'POST',
  path: '/account/homes/returns',
  who: anyone,
  limit: { address: [perMinute(60)] },
  input: z.strictObject({
    state: z.string().check(z.minLength(1), z.maxLength(500)),
    code: z.optional(z.string().check(z.maxLength(2_000))),
    iss: z.optional(z.string().check(z.maxLength(500))),
    error: z.optional(z.string().check(z.maxLength(200))),
  }),
  output: Nothing,
  errors: ['forbidden', 'unavailable'],
});

/** Signing in elsewhere with an account of this server, and here with an account of another. */
export const homeEndpoints = [lookAtAuthorization, authorize, listGrants, endGrant, startHome, finishHome] as const;
