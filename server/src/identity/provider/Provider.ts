import { type Authorization, type Grant, type Told, told } from '@plenum/shared/api/account/homeContract';
import { Redirect, type RegisteredClient } from '@plenum/shared/api/operator/clientContract';
import type { Acting } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import type { AccountId } from '@plenum/shared/core/ids';
import * as z from 'zod/mini';
import { type ClientRow, mostClients, registeredBy } from '../../storage/recordPorts.ts';
import { headersOf } from '../answers.ts';
import type { Desk } from '../Desk.ts';
import type { Caller } from '../ports.ts';
import { hostIn, takesHost } from './hosts.ts';
import { askedPages, scopes } from './library.ts';

/** What another server asks with, in the address to which it sends the browser. Anything else is refused. */
const Query = z.strictObject({
  response_type: z.literal('code'),
  client_id: z.string().check(z.maxLength(64)),
  redirect_uri: z.string().check(z.maxLength(300)),
  scope: z.string().check(z.maxLength(100), z.regex(/^[a-z]+( [a-z]+)*$/)),
  state: z.string().check(z.minLength(1), z.maxLength(500)),
  code_challenge: z.string().check(z.regex(/^[\w-]{43}$/)),
  code_challenge_method: z.literal('S256'),
  nonce: z.optional(z.string().check(z.maxLength(500))),
  prompt: z.optional(z.enum(['none', 'consent'])),
});
type Query = z.infer<typeof Query>;

const Went = z.object({ url: z.string() });
const Registered = z.object({ client_id: z.string(), client_secret: z.optional(z.string()) });

/** How long a server that registered itself keeps its place without a person who signs in there, in ms. */
const unusedMs = 24 * 3_600_000;

/** What a person answers: whether they agree, and what they tell. */
interface Said {
  readonly agrees: boolean;
  readonly tells: readonly Told[];
}

/** This server as the home of accounts that people use at other servers. */
export class Provider {
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Who asks to know the person, unless nothing needs to be asked. @throws AppError `invalid` for a wrong request */
  async look(caller: Caller, text: string): Promise<Authorization> {
    const { query, client } = await this.#read(text);
    const account = await this.#desk.whoAsks(caller.headers);
    const wants = told.filter((one) => query.scope.split(' ').includes(one));
    const to = await this.#authorize(caller, await this.#narrowed(query, account?.account));
    if (goesBack(to, query)) return { is: 'done', to };
    if (!account || to.startsWith(`${askedPages.signIn}?`)) return { is: 'signIn' };
    const { name, email } = account;
    return {
      is: 'asks',
      client: { id: client.id, name: client.name, host: hostIn(query.redirect_uri) },
      wants,
      name,
      email,
    };
  }

  /** Where the browser goes with the person's answer. @throws AppError `invalid` for a wrong request */
  async answer(caller: Caller, text: string, { agrees, tells }: Said): Promise<string> {
    const { query } = await this.#read(text);
    await this.#desk.require(caller);
    // Asked once more, so that nothing that the page holds decides: the library signs what it is about to ask.
    const asked = await this.#authorize(caller, { ...query, prompt: 'consent' });
    if (goesBack(asked, query)) return asked;
    const wanted = query.scope.split(' ').filter((one) => one === 'openid' || tells.some((told) => told === one));
    const signed = asked.slice(asked.indexOf('?') + 1);
    const body = { accept: agrees, scope: wanted.join(' '), oauth_query: signed };
    const response = await this.#desk.auth.api.oauth2Consent({ body, ...this.#request(caller), asResponse: true });
    const went = Went.safeParse(await response.json());
    if (!went.success || !goesBack(went.data.url, query)) throw wrong();
    return went.data.url;
  }

  async grants(account: AccountId): Promise<Grant[]> {
    const rows = await this.#ask.grants({ account });
    return rows.map(({ id, name, redirects, scopes: granted, since }) => {
      return {
        client: id,
        name,
        host: hostIn(redirects[0]),
        tells: told.filter((one) => granted.includes(one)),
        since,
      };
    });
  }

  endGrant(account: AccountId, client: string): Promise<void> {
    return this.#ask.endGrant({ account, client });
  }

  clients(): Promise<RegisteredClient[]> {
    return this.#ask.clients();
  }

  removeClient(acting: Acting, client: string): Promise<void> {
    return this.#ask.remove({ acting, client });
  }

  /** Registers a program for an operator. @returns its id and its secret, which nothing tells again */
  async register(name: string, redirects: readonly string[]): Promise<{ client: string; secret: string }> {
    await this.#requireRoom(registeredBy.operator);
    const made = await this.#make({
      client_name: name,
      redirect_uris: [...redirects],
      software_id: registeredBy.operator,
      token_endpoint_auth_method: 'client_secret_basic',
    });
    return { client: made.client_id, secret: made.client_secret ?? '' };
  }

  /**
   * Registers a Plenum that asks for it, or finds it again by its redirect address, of which a host has one. Such a server
   * has no secret: a code goes to its address alone, and is of use only with what the server kept (PKCE).
   * @throws AppError `forbidden` where the operator does not let it, `invalid` for a wrong address, `full`
   */
  async registerItself(redirect: string): Promise<string> {
    const { guests } = this.#desk.options.settings;
    if (!isPageOfHomes(redirect)) throw new AppError('invalid', 'This redirect address is not taken.');
    if (!takesHost(guests, hostIn(redirect)))
      throw new AppError(
        'forbidden',
        'The people who run this server do not let this server sign people in with its accounts.',
      );
    const known = await this.#ask.itself({ redirect });
    if (known) return known.id;
    if ((await this.#ask.count({ by: registeredBy.itself })) >= mostClients)
      await this.#ask.forgetUnused({ before: this.#desk.options.now() - unusedMs });
    await this.#requireRoom(registeredBy.itself);
    const made = await this.#make({
      client_name: hostIn(redirect),
      redirect_uris: [redirect],
      software_id: registeredBy.itself,
      token_endpoint_auth_method: 'none',
    });
    return made.client_id;
  }

  async #requireRoom(by: string): Promise<void> {
    if ((await this.#ask.count({ by })) < mostClients) return;
    const what = by === registeredBy.operator ? 'programs' : 'other servers';
    throw new AppError('full', `This server knows ${mostClients} ${what}, the most it takes.`);
  }

  async #make(given: {
    client_name: string;
    redirect_uris: string[];
    software_id: string;
    token_endpoint_auth_method: 'none' | 'client_secret_basic';
  }): Promise<z.infer<typeof Registered>> {
    const isHere = given.redirect_uris.some((one) => one.startsWith('http:'));
    const response = await this.#desk.auth.api.registerOAuthClient({
      body: {
        ...given,
        scope: scopes.join(' '),
        grant_types: ['authorization_code'],
        response_types: ['code'],
        // The library takes http on this machine for programs of one person only.
        application_type: isHere ? 'native' : 'web',
      },
      headers: new Headers(),
      asResponse: true,
    });
    const made = Registered.safeParse(await response.json());
    if (!response.ok || !made.success) throw new AppError('invalid', 'This redirect address is not taken.');
    return made.data;
  }

  /** The request, once it is known to come from a client, and to lead back to it. */
  async #read(text: string): Promise<{ query: Query; client: ClientRow }> {
    const given = new URLSearchParams(text);
    if (new Set(given.keys()).size !== [...given.keys()].length) throw wrong();
    const parsed = Query.safeParse(Object.fromEntries(given));
    if (!parsed.success || !isKnown(parsed.data.scope)) throw wrong();
    const client = await this.#ask.client({ client: parsed.data.client_id });
    // The library lets the port differ on this machine; here the whole address must be the same.
    if (!client?.redirects.includes(parsed.data.redirect_uri)) throw wrong();
    return { query: parsed.data, client };
  }

  /** What a person has granted to a client before is not asked again, even if the client wants more. */
  async #narrowed(query: Query, account: AccountId | undefined): Promise<Query> {
    if (account === undefined || query.prompt === 'consent') return query;
    const grant = (await this.#ask.grants({ account })).find(({ id }) => id === query.client_id);
    if (!grant) return query;
    const left = query.scope.split(' ').filter((one) => grant.scopes.includes(one));
    return { ...query, scope: left.join(' ') };
  }

  /** Where the library sends the browser: back, or to one of `askedPages`. @throws AppError `invalid` */
  async #authorize(caller: Caller, query: Query): Promise<string> {
    const asked = { query, body: {}, method: 'GET' as const, ...this.#request(caller) };
    const response = await this.#desk.auth.api.oauth2Authorize({ ...asked, asResponse: true });
    const went = Went.safeParse(await response.json().catch(() => undefined));
    if (!response.ok || !went.success) throw wrong();
    const isOurs = Object.values(askedPages).some((page) => went.data.url.startsWith(`${page}?`));
    if (!isOurs && !goesBack(went.data.url, query)) throw wrong();
    return went.data.url;
  }

  /** The request of a caller, in the form that the library takes; it is answered in JSON, never with a redirect. */
  #request(caller: Caller): { readonly headers: Headers; readonly request: Request } {
    const headers = headersOf(caller);
    headers.set('accept', 'application/json');
    return { headers, request: new Request(new URL(askedPages.consent, this.#desk.options.address()), { headers }) };
  }

  get #ask() {
    return this.#desk.options.store.ask.provider;
  }
}

/** Whether an address leads back to the client that asked, with an answer to this request. */
function goesBack(to: string, { redirect_uri: back, state }: Query): boolean {
  if (!URL.canParse(to)) return false;
  const [went, asked] = [new URL(to), new URL(back)];
  return went.origin === asked.origin && went.pathname === asked.pathname && went.searchParams.get('state') === state;
}

/** Whether this is, letter for letter, the page of a Plenum to which homes send people back. */
function isPageOfHomes(redirect: string): boolean {
  if (!Redirect.safeParse(redirect).success || !URL.canParse(redirect)) return false;
  return redirect === `${new URL(redirect).origin}/account/home`;
}

function isKnown(scope: string): boolean {
  const asked = scope.split(' ');
  return asked.includes('openid') && asked.every((one) => scopes.some((known) => known === one));
}

function wrong(): AppError {
  return new AppError(
    'invalid',
    'This request to sign in elsewhere is wrong. Go back, and begin again.',
    'authorization',
  );
}
