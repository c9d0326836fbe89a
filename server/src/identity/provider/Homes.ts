import { createHash, randomBytes } from 'node:crypto';
import { AppError } from '@plenum/shared/core/errors';
import { createLocalJWKSet, EncryptJWT, jwtDecrypt, jwtVerify } from 'jose';
import * as z from 'zod/mini';
import { bytesOf, type Outward, OutwardError, type OutwardRequest } from '../../outward/ports.ts';
import { headersOf } from '../answers.ts';
import { cookiePrefix } from '../auth.ts';
import type { Desk } from '../Desk.ts';
import type { Caller } from '../ports.ts';
import { isLoopback, takesHost } from './hosts.ts';

/** How long a person may take at their home server, in s. */
const awaySeconds = 600;
/** How many homes are remembered with the id that they gave this server. */
const mostKnown = 200;
/** How long an id is used until the home is asked for it again, in ms: a home may forget this server. */
const knownMs = 3_600_000;
/** How old an id must be to be dropped when its home refuses, in ms: wrong codes cause no flood of registrations. */
const refusedMs = 60_000;
const cookieName = `${cookiePrefix}.home`;

const Discovered = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  userinfo_endpoint: z.string(),
  jwks_uri: z.string(),
  registration_endpoint: z.optional(z.string()),
});
type Discovered = z.infer<typeof Discovered>;

const Registered = z.object({ client_id: z.string().check(z.maxLength(64)) });
const Keys = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).check(z.maxLength(20)) });
const Tokens = z.object({ id_token: z.string(), access_token: z.string() });
const Claims = z.object({
  sub: z.string().check(z.minLength(1), z.maxLength(255)),
  name: z.optional(z.string()),
  email: z.optional(z.string().check(z.maxLength(254))),
  email_verified: z.optional(z.boolean()),
});
const Entered = z.object({ entered: z.boolean() });

/** What the browser keeps while its person is at the home server; no other browser has it, and no page can read it. */
const Away = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  client: z.string(),
  issuer: z.string(),
  token: z.string(),
  userInfo: z.string(),
  keys: z.string(),
});
type Away = z.infer<typeof Away>;

/** What a home sent with the browser that it sent back. */
export interface Returned {
  readonly state: string;
  readonly code?: string | undefined;
  readonly iss?: string | undefined;
  readonly error?: string | undefined;
}

interface HomesOptions {
  readonly outward: Outward;
  /** A secret of this server. */
  readonly secret: string;
  /** Epoch ms. */
  readonly now: () => number;
}

/**
 * Signing in here with an account of another Plenum. Its word about an address counts, so only the servers that the operator
 * lists are asked (decision 0183).
 */
export class Homes {
  readonly #desk: Desk;
  readonly #options: HomesOptions;
  readonly #key: Uint8Array;
  /** The ids of this server at its homes, oldest first. A home that is asked again gives the same one until it forgets it. */
  readonly #known = new Map<string, { readonly client: string; readonly since: number }>();

  constructor(desk: Desk, options: HomesOptions) {
    this.#desk = desk;
    this.#options = options;
    this.#key = createHash('sha256').update(`homes ${options.secret}`).digest();
  }

  /** @returns the address at the home server to which the browser goes. @throws AppError `invalid`, `forbidden`, `unavailable` */
  async start(caller: Caller, typed: string, again: boolean): Promise<string> {
    const issuer = originIn(typed);
    if (!takesHost(this.#desk.options.settings.homes, new URL(issuer).host))
      throw new AppError('forbidden', 'The people who run this server take no accounts of that server.', 'home');
    const found = await this.#discover(issuer);
    const client = this.#knownAt(issuer, knownMs) ?? (await this.#register(found));
    const [state, nonce, verifier] = [random(), random(), random()];
    const { token_endpoint: token, userinfo_endpoint: userInfo, jwks_uri: keys } = found;
    await this.#remember(caller, { state, nonce, verifier, client, issuer, token, userInfo, keys });
    const address = new URL(found.authorization_endpoint);
    address.search = new URLSearchParams({
      response_type: 'code',
      client_id: client,
      redirect_uri: this.#redirect,
      scope: 'openid profile email',
      state,
      nonce,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...(again && { prompt: 'consent' }),
    }).toString();
    return address.href;
  }

  /** @throws AppError `forbidden` when the home did not say who this is, or the person is not admitted here */
  async finish(caller: Caller, { state, code, iss, error }: Returned): Promise<void> {
    const away = await this.#recall(caller);
    // Each beginning is good for one end.
    caller.setCookies([this.#cookie('', 0)]);
    if (!away || away.state !== state || away.issuer !== iss) throw refused();
    if (error !== undefined || code === undefined) throw refused();
    const claims = await this.#claimsOf(away, code);
    if (claims.email === undefined || claims.email_verified !== true)
      throw new AppError(
        'forbidden',
        'Your home server did not tell your address. Begin again, and allow it.',
        'address',
      );
    const { sub: subject, email, name = '' } = claims;
    await this.#desk.replacing(caller, async () => {
      const response = await this.#desk.auth.api.enterFromHome({
        body: { home: away.issuer, subject, email: email.toLowerCase(), name },
        headers: headersOf(caller),
        asResponse: true,
      });
      const entered = response.ok && Entered.parse(await response.json()).entered;
      if (!entered) throw refused();
      caller.setCookies(response.headers.getSetCookie());
    });
  }

  /** Fetches the code's tokens, checks who signed what for whom, and asks who it is. @throws AppError `forbidden` */
  async #claimsOf(away: Away, code: string): Promise<z.infer<typeof Claims>> {
    const form = new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: this.#redirect,
      client_id: away.client,
      code_verifier: away.verifier,
    });
    const tokens = await this.#ask(Tokens, {
      method: 'POST',
      url: away.token,
      body: form.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }).catch((error: unknown) => {
      if (this.#knownAt(away.issuer, refusedMs) === undefined) this.#known.delete(away.issuer);
      throw error;
    });
    const keys = await this.#ask(Keys, { method: 'GET', url: away.keys });
    const { payload } = await jwtVerify(tokens.id_token, createLocalJWKSet(keys), {
      issuer: away.issuer,
      audience: away.client,
      algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
      requiredClaims: ['sub', 'exp', 'iat', 'nonce'],
      clockTolerance: 60,
      currentDate: new Date(this.#options.now()),
    }).catch(() => {
      throw refused();
    });
    const isForOthers = Array.isArray(payload.aud) && payload.aud.length > 1;
    if (payload['nonce'] !== away.nonce || isForOthers) throw refused();
    const headers = { authorization: `Bearer ${tokens.access_token}` };
    const claims = await this.#ask(Claims, { method: 'GET', url: away.userInfo, headers });
    if (claims.sub !== payload.sub) throw refused();
    return claims;
  }

  /** Finds the addresses of a home. They must be of the home itself: nobody else's word counts. @throws AppError */
  async #discover(issuer: string): Promise<Discovered> {
    const found = await this.#ask(Discovered, { method: 'GET', url: `${issuer}/.well-known/openid-configuration` });
    const { issuer: named, registration_endpoint: registration, ...rest } = found;
    const { authorization_endpoint, token_endpoint, userinfo_endpoint, jwks_uri } = rest;
    const addresses = [
      authorization_endpoint,
      token_endpoint,
      userinfo_endpoint,
      jwks_uri,
      registration ?? `${issuer}/`,
    ];
    if (named !== issuer || addresses.some((one) => !one.startsWith(`${issuer}/`))) throw noHome();
    return found;
  }

  /** The id of this server at a home, unless the home gave it longer ago. */
  #knownAt(issuer: string, ms: number): string | undefined {
    const known = this.#known.get(issuer);
    return known && this.#options.now() - known.since < ms ? known.client : undefined;
  }

  /** Makes this server known at a home. @throws AppError `forbidden` when the home does not let it */
  async #register({ issuer, registration_endpoint: url }: Discovered): Promise<string> {
    const away = new AppError(
      'forbidden',
      'That server does not let this one sign people in with its accounts.',
      'guest',
    );
    if (url === undefined) throw away;
    const body = JSON.stringify({
      client_name: 'Plenum',
      redirect_uris: [this.#redirect],
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code'],
      response_types: ['code'],
    });
    const headers = { 'content-type': 'application/json' };
    const { client_id: client } = await this.#ask(Registered, { method: 'POST', url, body, headers }, away);
    // Set anew, so that the order of the entries is that of their age.
    this.#known.delete(issuer);
    const [oldest] = this.#known.keys();
    if (this.#known.size >= mostKnown && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(issuer, { client, since: this.#options.now() });
    return client;
  }

  /** The JSON of a home. @throws AppError: `denied` for a refusal, `unavailable` for anything that is no answer */
  async #ask<T>(schema: z.ZodMiniType<T>, request: OutwardRequest, denied = refused()): Promise<T> {
    const bounds = { redirects: 0, bytes: 64 * 1_024, totalMs: 10_000 };
    const answer = await bytesOf(this.#options.outward, { ...request, types: ['application/json'], bounds }).catch(
      (error: unknown) => {
        throw error instanceof OutwardError ? noHome() : error;
      },
    );
    if (answer.status >= 400 && answer.status < 500 && request.method === 'POST') throw denied;
    if (answer.status < 200 || answer.status >= 300) throw noHome();
    const parsed = schema.safeParse(jsonIn(answer.bytes));
    if (!parsed.success) throw noHome();
    return parsed.data;
  }

  async #remember(caller: Caller, away: Away): Promise<void> {
    const seconds = Math.floor(this.#options.now() / 1_000);
    const sealed = await new EncryptJWT({ ...away })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .setExpirationTime(seconds + awaySeconds)
      .encrypt(this.#key);
    caller.setCookies([this.#cookie(sealed, awaySeconds)]);
  }

  async #recall({ headers }: Caller): Promise<Away | undefined> {
    const { cookie } = headers;
    const sealed =
      typeof cookie === 'string' ? new RegExp(`(?:^|; )${cookieName}=([\\w.-]+)`).exec(cookie)?.[1] : undefined;
    if (sealed === undefined) return undefined;
    const options = { keyManagementAlgorithms: ['dir'], currentDate: new Date(this.#options.now()) };
    const opened = await jwtDecrypt(sealed, this.#key, options).catch(() => undefined);
    return Away.safeParse(opened?.payload).data;
  }

  #cookie(value: string, seconds: number): string {
    const secure = this.#desk.options.address().startsWith('https:') ? '; Secure' : '';
    // Lax: the browser comes back from another site, and asks from our own page.
    return `${cookieName}=${value}; Path=/api/account/homes; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure}`;
  }

  /** The page to which homes send browsers back. */
  get #redirect(): string {
    return `${this.#desk.options.address()}/account/home`;
  }
}

/**
 * The origin of what a person typed: a host, or an address. Over plain http anybody on the way can answer as the home, so
 * http is taken on this machine only. @throws AppError `invalid`
 */
function originIn(typed: string): string {
  const text = typed.trim();
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  const isAddress = URL.canParse(address) && new URL(address).username === '' && new URL(address).hostname !== '';
  if (!isAddress) throw new AppError('invalid', 'This is no address of a server, such as plenum.example.org.', 'home');
  const { protocol, hostname, origin } = new URL(address);
  if (protocol === 'http:' && !isLoopback(hostname))
    throw new AppError('invalid', 'A home server is asked over https only.', 'home');
  return origin;
}

function jsonIn(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

function random(): string {
  return randomBytes(32).toString('base64url');
}

function refused(): AppError {
  return new AppError('forbidden', 'Your home server did not say who you are, or you are not admitted here.');
}

function noHome(): AppError {
  return new AppError('unavailable', 'There is no Plenum at this address that answers.', 'home');
}
