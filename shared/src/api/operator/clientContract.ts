import * as z from 'zod/mini';
import { endpoint, operators, perMinute } from '../../core/endpoint.ts';
import { sentence } from '../../core/text.ts';
import { ClientId } from '../account/homeContract.ts';

const limit = { address: [perMinute(1_200)], person: perMinute(120) };

/** Bounds of programs that sign people in with accounts of this server. */
export const clientLimits = { name: 80, redirect: 300, redirects: 5 } as const;

/**
 * An address that may take people back: https, or http on this machine, whole, with nothing in it that programs read in
 * different ways.
 */
const redirect = /^(?:https:\/\/[a-z0-9.-]+|http:\/\/(?:localhost|127\.0\.0\.1))(?::\d{1,5})?\/[\w.~%?=&+/-]*$/;

export const Redirect = z
  .string()
  .check(
    z.maxLength(clientLimits.redirect),
    z.regex(redirect, 'A redirect address is a whole https address in small letters, without a fragment.'),
  );

export const RegisteredClient = z.object({
  client: ClientId,
  /** Empty for a server that registered itself. */
  name: z.string(),
  redirects: z.array(z.string()),
  /** True when an operator registered it. */
  byOperator: z.boolean(),
  /** Epoch ms. */
  createdAt: z.number(),
  /** How many people sign in with it. */
  people: z.int(),
});
export type RegisteredClient = z.infer<typeof RegisteredClient>;

export const listClients = endpoint({
  name: 'operator:clients',
  summary: 'Returns the servers and programs at which people sign in with accounts of this server, 1,000 at most.',
  method: 'GET',
  path: '/operator/clients',
  who: operators,
  limit,
  output: z.object({ clients: z.array(RegisteredClient) }),
  errors: ['unavailable'],
});

export const registerClient = endpoint({
  name: 'operator:registerClient',
  summary: 'Registers a program at which people sign in with accounts of this server. Its secret is told only now.',
  method: 'POST',
  path: '/operator/clients',
  who: operators,
  limit,
  status: 201,
  input: z.strictObject({
    name: sentence(clientLimits.name),
    redirects: z.array(Redirect).check(z.minLength(1), z.maxLength(clientLimits.redirects)),
  }),
  output: z.object({ client: ClientId, secret: z.string() }),
  errors: ['full', 'unavailable'],
});

export const removeClient = endpoint({
  name: 'operator:removeClient',
  summary: 'Removes a server or program: nobody signs in there any more with an account of this server.',
  method: 'DELETE',
  path: '/operator/clients/:client',
  who: operators,
  limit,
  params: { client: ClientId },
  output: z.object({}),
  errors: ['notFound', 'unavailable'],
});

/** What operators decide of other servers and programs. */
export const clientEndpoints = [listClients, registerClient, removeClient] as const;
