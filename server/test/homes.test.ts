/* oxlint-disable max-lines -- every part needs the same two servers, whose start takes seconds. */
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { systemClock } from '../src/clock.ts';
import { counted } from './counted.ts';
import { Browser, password, signUp } from './people.ts';
import { Running } from './running.ts';

// Two Plenums: people have their accounts at `home`, and sign in with them at `there`.
let home: Running;
let there: Running;

const outward = { schemes: ['http' as const], allow: ['localhost', '127.0.0.1'], only: [] };
const identity = { registration: 'open' as const, providers: [] };

beforeAll(async () => {
  home = await Running.create(
    {},
    { options: { identity: { ...identity, homes: 'off', guests: 'open' } }, signsIn: true },
  );
  const homes = [hostOf(home), 'localhost:9', 'plenum.example.org'];
  const options = { identity: { ...identity, homes, guests: 'off' as const }, outward };
  there = await Running.create({}, { options, signsIn: true });
}, 60_000);
afterAll(async () => {
  await there.close();
  await home.close();
});

function hostOf({ server }: Running): string {
  return `localhost:${server.port}`;
}

function addressOf(running: Running): string {
  return `http://${hostOf(running)}`;
}

const To = z.object({ to: z.string() });
const Address = z.object({ address: z.string() });

/** The address at the home to which a browser is sent that wants to sign in at the other server. */
async function begin(guest: Browser, more: object = {}): Promise<URL> {
  const { json, status } = await guest.ask('POST', '/account/homes/starts', { home: addressOf(home), ...more });
  expect(status).toBe(200);
  return new URL(Address.parse(json).address);
}

/** What the person answers at home. @returns what the browser brings back */
async function agree(person: Browser, asked: URL, tells: readonly string[] = ['profile', 'email']) {
  const input = { query: asked.search.slice(1), agrees: true, tells };
  const { json, status } = await person.ask('POST', '/account/authorizations', input);
  expect(status, JSON.stringify(json)).toBe(200);
  return broughtBy(To.parse(json).to);
}

function broughtBy(to: string) {
  expect(to.startsWith(`${addressOf(there)}/account/home?`)).toBe(true);
  const { state = '', code = '', iss = '' } = Object.fromEntries(new URL(to).searchParams);
  return { state, code, iss };
}

function finish(guest: Browser, returned: object) {
  return guest.ask('POST', '/account/homes/returns', returned);
}

/** A person with an account at the home server. */
async function personOf(name: string): Promise<Browser> {
  return signUp(home, `${name}@example.org`, name);
}

describe('signing in at another Plenum with a home account', () => {
  it('asks the person once, tells what they granted, and knows them again', async () => {
    const ada = await personOf('ada');
    const guest = new Browser(there);
    const asked = await begin(guest);
    expect(asked.origin + asked.pathname).toBe(`${addressOf(home)}/account/authorize`);
    const look = { query: asked.search.slice(1) };
    expect((await new Browser(home).ask('POST', '/account/authorizations/looks', look)).json).toEqual({ is: 'signIn' });
    const seen = await ada.ask('POST', '/account/authorizations/looks', look);
    expect(seen.json).toMatchObject({
      is: 'asks',
      client: { name: '', host: hostOf(there) },
      wants: ['profile', 'email'],
      email: 'ada@example.org',
    });
    expect((await finish(guest, await agree(ada, asked))).status).toBe(200);
    const me = await guest.me();
    expect(me).toMatchObject({ email: 'ada@example.org', name: 'ada' });
    // The second time nothing is asked, and it is the same account.
    const again = new Browser(there);
    const second = await begin(again);
    const went = await ada.ask('POST', '/account/authorizations/looks', { query: second.search.slice(1) });
    expect(went.json).toMatchObject({ is: 'done' });
    expect((await finish(again, broughtBy(To.parse(went.json).to))).status).toBe(200);
    expect(await again.me()).toEqual(me);
    const { json } = await ada.ask('GET', '/account/grants');
    expect(json).toMatchObject({ grants: [{ host: hostOf(there), tells: ['profile', 'email'] }] });
  });

  it('tells no address that the person did not grant, and asks again when the guest wants it', async () => {
    const bo = await personOf('bo');
    const guest = new Browser(there);
    const kept = await finish(guest, await agree(bo, await begin(guest), ['profile']));
    expect(kept.json).toMatchObject({ code: 'forbidden', bound: 'address' });
    // Without `again` the home goes on with what was granted.
    const silent = await begin(guest);
    const went = await bo.ask('POST', '/account/authorizations/looks', { query: silent.search.slice(1) });
    expect((await finish(guest, broughtBy(To.parse(went.json).to))).status).toBe(403);
    const loud = await begin(guest, { again: true });
    expect((await bo.ask('POST', '/account/authorizations/looks', { query: loud.search.slice(1) })).json).toMatchObject(
      {
        is: 'asks',
      },
    );
    expect((await finish(guest, await agree(bo, loud))).status).toBe(200);
    expect(await guest.me()).toMatchObject({ email: 'bo@example.org' });
  });

  it('a person who refuses goes back with nothing', async () => {
    const cy = await personOf('cy');
    const guest = new Browser(there);
    const asked = await begin(guest);
    const input = { query: asked.search.slice(1), agrees: false, tells: [] };
    const back = new URL(To.parse((await cy.ask('POST', '/account/authorizations', input)).json).to);
    expect(back.searchParams.get('error')).toBe('access_denied');
    const { state = '', error = '', iss = '' } = Object.fromEntries(back.searchParams);
    expect((await finish(guest, { state, error, iss })).status).toBe(403);
    expect(await guest.me()).toBeNull();
    expect((await cy.ask('GET', '/account/grants')).json).toEqual({ grants: [] });
  });

  it('a server that the operator does not list is not asked, and one that does not answer is said so', async () => {
    const guest = new Browser(there);
    const ask = (typed: string) => guest.ask('POST', '/account/homes/starts', { home: typed });
    for (const typed of ['other.example.org', `localhost:${there.server.port}`, 'https://localhost.evil.example'])
      expect((await ask(typed)).json, typed).toMatchObject({ code: 'forbidden', bound: 'home' });
    for (const typed of ['http://', 'https://user@localhost:9', 'not an address'])
      expect((await ask(typed)).json, typed).toMatchObject({ code: 'invalid' });
    expect((await ask('http://localhost:9')).json).toMatchObject({ code: 'unavailable', bound: 'home' });
  });

  it('a listed server is never asked over plain http, except on this machine', async () => {
    const guest = new Browser(there);
    for (const typed of ['http://plenum.example.org', 'HTTP://PLENUM.example.org/', 'http://plenum.example.org:80'])
      expect((await guest.ask('POST', '/account/homes/starts', { home: typed })).json, typed).toMatchObject({
        code: 'invalid',
        bound: 'home',
      });
  });
});

/** A program that speaks the standard to the home server. */
async function program(person: Browser) {
  const redirect = `${addressOf(there)}/account/home`;
  const verifier = randomBytes(32).toString('base64url');
  // Not over HTTP, which takes few registrations a minute.
  const client_id = await home.server.accounts.provider.registerItself(redirect);
  const query = {
    response_type: 'code',
    client_id,
    redirect_uri: redirect,
    scope: 'openid profile email',
    state: 'a-state',
    nonce: 'a-nonce',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  };
  const answer = (changed: Record<string, string | undefined> = {}) => {
    const fields = Object.entries({ ...query, ...changed }).filter(
      (pair): pair is [string, string] => pair[1] !== undefined,
    );
    const input = { query: new URLSearchParams(fields).toString(), agrees: true, tells: ['profile', 'email'] };
    return person.ask('POST', '/account/authorizations', input);
  };
  const code = async () => new URL(To.parse((await answer()).json).to).searchParams.get('code') ?? '';
  const form = (code: string) => ({
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirect,
    client_id,
    code_verifier: verifier,
  });
  return { client: client_id, redirect, query, answer, code, form };
}

async function tokenFor(form: Record<string, string>, headers: Record<string, string> = {}) {
  const answer = await fetch(`${addressOf(home)}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers,
  });
  const json: unknown = await answer.json();
  return { status: answer.status, json };
}

const Tokens = z.object({ access_token: z.string(), id_token: z.string() });

async function infoFor(token: string) {
  return fetch(`${addressOf(home)}/oauth/userinfo`, { headers: { authorization: `Bearer ${token}` } });
}

describe('requests that are wrong', () => {
  it('a request to agree that is not exactly right leads nowhere', async () => {
    const { answer, redirect, query } = await program(await personOf('dora'));
    const wrong: Record<string, string | undefined>[] = [
      ...[
        `${redirect}/`,
        `${redirect}?x=1`,
        `${redirect}#x`,
        redirect.replace('localhost', '127.0.0.1'),
        redirect.replace(/:\d+/, ':1'),
        redirect.replace('http:', 'https:'),
        redirect.toUpperCase(),
        redirect.replace('//localhost', '//localhost@evil.example'),
        redirect.replace('/account/home', '/account/home/../x'),
        'https://evil.example/account/home',
        'javascript:alert(1)',
        '//evil.example',
        '',
        undefined,
      ].map((redirect_uri) => ({ redirect_uri })),
      ...['', 'plain', 's256', undefined].map((code_challenge_method) => ({ code_challenge_method })),
      ...['', 'short', `${query.code_challenge}=`, undefined].map((code_challenge) => ({ code_challenge })),
      ...['token', 'id_token', 'code token', '', undefined].map((response_type) => ({ response_type })),
      ...['profile', 'openid admin', 'openid offline_access', 'openid\nemail', '', undefined].map((scope) => ({
        scope,
      })),
      ...['', undefined].map((state) => ({ state })),
      ...['', 'unknown-client', `${query.client_id}x`, "' or 1=1", undefined].map((client_id) => ({ client_id })),
      { prompt: 'login' },
      { request_uri: 'https://evil.example/r' },
      { request: 'eyJhbGciOiJub25lIn0.e30.' },
      { resource: 'https://evil.example/' },
      { response_mode: 'fragment' },
      { claims: '{}' },
      { sig: 'x' },
      { nonce: 'n'.repeat(501) },
    ];
    for (const change of wrong) {
      const { status, json } = await answer(change);
      expect({ change, status, json }).toMatchObject({ status: 400, json: { code: 'invalid' } });
    }
    // A field that comes twice is read in two ways by two programs.
    const person = await personOf('dori');
    const twice = `${new URLSearchParams(query).toString()}&redirect_uri=${encodeURIComponent('https://evil.example/')}`;
    expect(
      (await person.ask('POST', '/account/authorizations', { query: twice, agrees: true, tells: [] })).status,
    ).toBe(400);
    counted('HOME', wrong.length + 1, 'wrong requests to agree');
  });

  it('a code is good once, for its client, address and verifier', async () => {
    const eli = await personOf('eli');
    const { code, form } = await program(eli);
    const wrong: Record<string, string>[] = [
      { code_verifier: randomBytes(32).toString('base64url') },
      { code_verifier: '' },
      { redirect_uri: 'https://evil.example/account/home' },
      { redirect_uri: '' },
      { client_id: 'someone-else' },
      { client_id: '' },
      { grant_type: 'client_credentials' },
      { grant_type: 'refresh_token', refresh_token: 'x' },
      { grant_type: 'password' },
      { grant_type: '' },
      { code: 'x' },
      { code: '' },
      { client_secret: 'guessed' },
    ];
    for (const change of wrong) {
      const { status, json } = await tokenFor({ ...form(await code()), ...change });
      expect(status, JSON.stringify({ change, json })).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(Object.keys(json as object)).toEqual(['error']);
    }
    const good = form(await code());
    const first = Tokens.parse((await tokenFor(good)).json);
    expect(await (await infoFor(first.access_token)).json()).toMatchObject({ name: 'eli', email: 'eli@example.org' });
    expect((await tokenFor(good)).json).toEqual({ error: 'invalid_grant' });
    // A code that comes twice was stolen from somebody: what it gave before ends too.
    expect((await infoFor(first.access_token)).status).toBe(401);
    // Two at once: one wins.
    const raced = form(await code());
    const both = await Promise.all([tokenFor(raced), tokenFor(raced)]);
    expect(both.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    counted('HOME', wrong.length + 2, 'wrong, replayed and raced codes');
  });

  it('a token is good until it is revoked, and no other text is one', async () => {
    const fia = await personOf('fia');
    const { code, form, client } = await program(fia);
    const { access_token: token, id_token: idToken } = Tokens.parse((await tokenFor(form(await code()))).json);
    const forged = ['', 'x', idToken, `${token}x`, token.slice(1), 'null', 'é', ' '.repeat(9), 'a'.repeat(4_000)];
    for (const one of forged) expect((await infoFor(encodeURI(one))).status, one).toBe(401);
    expect((await infoFor(token)).status).toBe(200);
    const revoke = (body: Record<string, string>) =>
      fetch(`${addressOf(home)}/oauth/revoke`, { method: 'POST', body: new URLSearchParams(body) });
    await revoke({ token, client_id: 'someone-else' });
    expect((await infoFor(token)).status).toBe(200);
    expect((await revoke({ token, client_id: client })).status).toBe(200);
    expect((await infoFor(token)).status).toBe(401);
    counted('HOME', forged.length, 'forged tokens');
  });

  it('what came from the home is taken once, by the browser that began, from the server that it was sent to', async () => {
    const gus = await personOf('gus');
    const guest = new Browser(there);
    const returned = await agree(gus, await begin(guest));
    const wrong = [
      { ...returned, state: `${returned.state}x` },
      { ...returned, state: 'another' },
      { ...returned, iss: addressOf(there) },
      { ...returned, iss: 'https://evil.example' },
      { ...returned, iss: `${returned.iss}/` },
      { ...returned, iss: undefined },
      { ...returned, code: undefined },
      { ...returned, code: 'x' },
    ];
    for (const one of wrong) {
      const browser = new Browser(there);
      for (const [name, value] of guest.cookies) browser.cookies.set(name, value);
      expect((await finish(browser, one)).status).toBe(403);
      expect(await browser.me()).toBeNull();
    }
    // Another person's browser did not begin: nobody can be signed in to a stranger's account.
    const other = new Browser(there);
    expect((await finish(other, returned)).status).toBe(403);
    const began = new Browser(there);
    await begin(began);
    expect((await finish(began, returned)).status).toBe(403);
    expect((await finish(guest, returned)).status).toBe(200);
    expect((await finish(guest, returned)).status).toBe(403);
    counted('HOME', wrong.length + 3, 'wrong returns');
  });

  it('a wrong body or method at the addresses of the standard gets its error, and nothing breaks', async () => {
    const root = addressOf(home);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const json = { 'content-type': 'application/json' };
    const register = (value: unknown) =>
      ['/oauth/register', { method: 'POST', headers: json, body: JSON.stringify(value) }] as const;
    const wrong: (readonly [string, RequestInit])[] = [
      ['/oauth/token', { method: 'GET' }],
      ['/oauth/token', { method: 'POST', headers: json, body: '{}' }],
      ['/oauth/token', { method: 'POST', headers: form, body: '' }],
      ['/oauth/token', { method: 'POST', headers: form, body: 'grant_type=authorization_code&grant_type=x' }],
      ['/oauth/token', { method: 'POST', headers: form, body: 'x'.repeat(9_000) }],
      [
        '/oauth/token',
        {
          method: 'POST',
          headers: { ...form, authorization: 'Basic !!!' },
          body: 'grant_type=authorization_code&code=x',
        },
      ],
      [
        '/oauth/token',
        {
          method: 'POST',
          headers: { ...form, authorization: 'Bearer x' },
          body: 'grant_type=authorization_code&code=x',
        },
      ],
      ['/oauth/token', { method: 'POST', headers: { ...form, 'content-encoding': 'gzip' }, body: 'x' }],
      ['/oauth/revoke', { method: 'POST', headers: form, body: '' }],
      ['/oauth/revoke', { method: 'POST', headers: form, body: 'token=x' }],
      ['/oauth/userinfo', { method: 'POST' }],
      ['/oauth/userinfo', {}],
      ['/oauth/jwks', { method: 'DELETE' }],
      ['/.well-known/openid-configuration', { method: 'POST' }],
      ['/oauth/register', { method: 'POST', headers: json, body: '{' }],
      register({}),
      register({ redirect_uris: ['https://a.example/'], token_endpoint_auth_method: 'client_secret_basic' }),
      ...[
        [],
        ['https://a.example/', 'https://b.example/'],
        ['http://a.example/'],
        ['https://a.example/#x'],
        ['https://a@b.example/'],
        ['javascript:alert(1)'],
        ['com.example.app:/x'],
        ['https://a.example/\u202e'],
        [`https://a.example/${'a'.repeat(300)}`],
        [7],
      ].map((redirect_uris) => register({ redirect_uris, token_endpoint_auth_method: 'none' })),
    ];
    for (const [path, init] of wrong) {
      const answer = await fetch(root + path, init);
      expect(answer.status, JSON.stringify([path, init])).toBeGreaterThanOrEqual(400);
      expect(answer.status, JSON.stringify([path, init])).toBeLessThan(500);
      expect(Object.keys((await answer.json()) as object), path).toEqual(['error']);
    }
    expect(home.logged.filter((line) => line.includes('"level":50'))).toEqual([]);
    counted('HOME', wrong.length, 'wrong requests to the addresses of the standard');
  });
});

/** A server that plays a home, and lies in one way. */
async function liar(lie: string) {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const other = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  let nonce = '';
  const server = createServer((request, response) => {
    const send = (value: unknown) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(value));
    };
    const at = (path: string) => `${issuer()}${path}`;
    const answers: Record<string, () => unknown> = {
      '/.well-known/openid-configuration': () => ({
        issuer: lie === 'issuer' ? 'https://bank.example' : issuer(),
        authorization_endpoint: at('/authorize'),
        token_endpoint: lie === 'endpoint' ? 'http://127.0.0.1:9/token' : at('/token'),
        userinfo_endpoint: at('/userinfo'),
        jwks_uri: at('/keys'),
        registration_endpoint: at('/register'),
      }),
      '/register': () => ({ client_id: 'given-by-home' }),
      '/keys': () => ({ keys: [{ ...pair.publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256' }] }),
      '/userinfo': () => ({
        sub: lie === 'subject' ? 'somebody-else' : 'me',
        name: 'Liar',
        email: 'liar@example.org',
        ...(lie !== 'unproven' && { email_verified: true }),
      }),
    };
    const now = Math.floor(Date.now() / 1_000);
    if (request.url === '/token') {
      const claims = { nonce: lie === 'nonce' ? 'another' : nonce, ...(lie === 'noNonce' && { nonce: undefined }) };
      const jwt = new SignJWT(claims)
        .setProtectedHeader({ alg: lie === 'hmac' ? 'HS256' : 'RS256', kid: 'k' })
        .setIssuer(lie === 'tokenIssuer' ? 'https://bank.example' : issuer())
        .setAudience(
          lie === 'audience' ? 'someone-else' : lie === 'audiences' ? ['given-by-home', 'x'] : 'given-by-home',
        )
        .setIssuedAt(lie === 'old' ? now - 7_200 : now)
        .setExpirationTime(lie === 'old' ? now - 3_600 : now + 300)
        .setSubject('me');
      const key = lie === 'key' ? other.privateKey : lie === 'hmac' ? randomBytes(32) : pair.privateKey;
      const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ sub: 'me', iss: issuer(), aud: 'given-by-home', nonce, iat: now, exp: now + 300 })).toString('base64url')}.`;
      const signed = lie === 'none' ? Promise.resolve(none) : jwt.sign(key);
      signed.then(
        (idToken) => send({ id_token: idToken, access_token: 'a' }),
        () => response.destroy(),
      );
      return;
    }
    const answer = answers[request.url ?? ''];
    if (answer) send(answer());
    else response.writeHead(404).end();
  });
  const issuer = () => `http://localhost:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => server.listen(0, () => resolve()));
  const sees = (value: string) => void (nonce = value);
  return { issuer: issuer(), sees, close: () => new Promise((resolve) => server.close(resolve)) };
}

it('a home that lies signs nobody in: forged tokens, other keys, other people', async () => {
  const lies = [
    'issuer',
    'endpoint',
    'key',
    'hmac',
    'none',
    'nonce',
    'noNonce',
    'tokenIssuer',
    'audience',
    'audiences',
    'old',
    'subject',
    'unproven',
  ];
  const tried: string[] = [];
  for (const lie of [...lies, 'nothing']) {
    const played = await liar(lie);
    const homes = [new URL(played.issuer).host];
    const options = { identity: { ...identity, homes, guests: 'off' as const }, outward };
    const server = await Running.create({}, { options, signsIn: true });
    const guest = new Browser(server);
    const started = await guest.ask('POST', '/account/homes/starts', { home: played.issuer });
    if (started.status === 200) {
      const asked = new URL(Address.parse(started.json).address);
      played.sees(asked.searchParams.get('nonce') ?? '');
      const returned = { state: asked.searchParams.get('state') ?? '', code: 'c', iss: played.issuer };
      const { status } = await guest.ask('POST', '/account/homes/returns', returned);
      expect({ lie, status }).toEqual({ lie, status: lie === 'nothing' ? 200 : 403 });
    } else expect(['issuer', 'endpoint']).toContain(lie);
    expect((await guest.me()) === null, lie).toBe(lie !== 'nothing');
    tried.push(lie);
    await server.close();
    await played.close();
  }
  counted('HOME', tried.length - 1, 'lies of a home server');
}, 120_000);

describe('a program that an operator registers', () => {
  it('has a secret that is told once, and is of no use without it or when it is removed', async () => {
    const boss = await personOf('boss');
    const { db } = home.store.libraryDatabase();
    await db.updateTable('accounts').set({ operator: 1 }).where('email', '=', 'boss@example.org').execute();
    const redirect = 'https://program.example.org/back?x=1';
    const input = { name: 'The <b>library</b>', redirects: [redirect] };
    expect((await (await personOf('jon')).ask('POST', '/operator/clients', input)).status).toBe(403);
    const made = await boss.ask('POST', '/operator/clients', input);
    expect(made.status).toBe(201);
    const { client, secret } = z.object({ client: z.string(), secret: z.string() }).parse(made.json);
    const stored = await db.selectFrom('oauth_clients').selectAll().where('clientId', '=', client).execute();
    expect(JSON.stringify(stored)).not.toContain(secret);
    const list = await boss.ask('GET', '/operator/clients');
    expect(list.text).not.toContain(secret);
    expect(list.json).toMatchObject({
      clients: expect.arrayContaining([
        { ...input, client, byOperator: true, people: 0, createdAt: expect.any(Number) },
      ]),
    });

    const verifier = randomBytes(32).toString('base64url');
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: client,
      redirect_uri: redirect,
      scope: 'openid email',
      state: 's',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    }).toString();
    const code = async () => {
      const { json } = await boss.ask('POST', '/account/authorizations', { query, agrees: true, tells: ['email'] });
      return new URL(To.parse(json).to).searchParams.get('code') ?? '';
    };
    const form = async () => ({
      grant_type: 'authorization_code',
      code: await code(),
      redirect_uri: redirect,
      code_verifier: verifier,
    });
    const basic = (words: string) => ({
      authorization: `Basic ${Buffer.from(`${client}:${words}`).toString('base64')}`,
    });
    for (const wrong of [{}, basic(''), basic('guessed'), basic(`${secret}x`)])
      expect((await tokenFor({ ...(await form()), client_id: client }, wrong)).status).toBeGreaterThanOrEqual(400);
    expect((await tokenFor({ ...(await form()), code_verifier: '' }, basic(secret))).status).toBe(400);
    const { access_token: token } = Tokens.parse((await tokenFor(await form(), basic(secret))).json);
    const info: unknown = await (await infoFor(token)).json();
    expect(info).toMatchObject({ email: 'boss@example.org' });
    expect(info).not.toHaveProperty('name');
    const kept = await form();
    expect((await boss.ask('DELETE', `/operator/clients/${client}`)).status).toBe(200);
    expect((await boss.ask('DELETE', `/operator/clients/${client}`)).status).toBe(404);
    expect((await infoFor(token)).status).toBe(401);
    expect((await tokenFor(kept, basic(secret))).status).toBe(400);
    expect((await boss.ask('POST', '/account/authorizations', { query, agrees: true, tells: [] })).status).toBe(400);
    expect((await boss.ask('GET', '/account/grants')).json).toEqual({ grants: [] });
  });
});

it('a home that forgot this server is asked to register it anew: after a refusal, and after an hour', async () => {
  const boss = await personOf('lou');
  const { db } = home.store.libraryDatabase();
  await db.updateTable('accounts').set({ operator: 1 }).where('email', '=', 'lou@example.org').execute();
  const forget = async (client: string) =>
    expect((await boss.ask('DELETE', `/operator/clients/${client}`)).status).toBe(200);
  const options = { identity: { ...identity, homes: [hostOf(home)], guests: 'off' as const }, outward };
  const visited = await Running.create({}, { options, signsIn: true });
  try {
    let ahead = 0;
    visited.clock = { ...systemClock, now: () => Date.now() + ahead };
    await visited.stop();
    await visited.start();
    const clientIn = (asked: URL) => asked.searchParams.get('client_id') ?? '';
    const guest = new Browser(visited);
    const asked = await begin(guest);
    expect(clientIn(await begin(new Browser(visited)))).toBe(clientIn(asked));
    await forget(clientIn(asked));
    ahead = 2 * 60_000;
    const { state, iss } = { state: asked.searchParams.get('state') ?? '', iss: addressOf(home) };
    expect((await finish(guest, { state, iss, code: 'x' })).status).toBe(403);
    const second = await begin(new Browser(visited));
    expect(clientIn(second)).not.toBe(clientIn(asked));
    await forget(clientIn(second));
    ahead += 61 * 60_000;
    const third = await begin(guest);
    expect(clientIn(third)).not.toBe(clientIn(second));
    const look = { query: third.search.slice(1) };
    expect((await boss.ask('POST', '/account/authorizations/looks', look)).json).toMatchObject({ is: 'asks' });
  } finally {
    await visited.close();
  }
});

describe('a server that registers itself', () => {
  it('gives the page of a Plenum to which people come back, and is one client for each host', async () => {
    const { provider } = home.server.accounts;
    const wrong = [
      'https://guest.example.org/',
      'https://guest.example.org/account/home/',
      'https://guest.example.org/account/home/x',
      'https://guest.example.org/x/account/home',
      'https://guest.example.org/x/../account/home',
      'https://guest.example.org/account/./home',
      'https://guest.example.org/account/hom%65',
      'https://guest.example.org/account/home?x=1',
      'https://guest.example.org/account/home?',
      'https://guest.example.org:443/account/home',
      'https://guest.example.org:0443/account/home',
      'https://guest.example.org:99999/account/home',
      'http://guest.example.org/account/home',
    ];
    for (const redirect of wrong)
      await expect(provider.registerItself(redirect), redirect).rejects.toMatchObject({ code: 'invalid' });
    const redirect = 'https://guest.example.org/account/home';
    expect(await provider.registerItself(redirect)).toBe(await provider.registerItself(redirect));
    counted('HOME', wrong.length, 'wrong redirect addresses of servers that register themselves');
  });

  it('takes no place of a program, and gives its own to another after a day without a person', async () => {
    const { provider } = home.server.accounts;
    const granted = await program(await personOf('lea'));
    expect((await granted.answer()).status).toBe(200);
    const { db } = home.store.libraryDatabase();
    const many = Array.from({ length: 1_000 }, (_, at) => {
      const redirectUris = JSON.stringify([`https://many-${at}.example.org/account/home`]);
      const createdAt = new Date().toISOString();
      return { id: `many-${at}`, clientId: `many-${at}`, redirectUris, softwareId: 'plenum-itself', createdAt };
    });
    await db.insertInto('oauth_clients').values(many).execute();
    const late = 'https://late.example.org/account/home';
    await expect(provider.registerItself(late)).rejects.toMatchObject({ code: 'full' });
    const { client } = await provider.register('A program', ['https://program.example.org/back']);
    const old = new Date(Date.now() - 25 * 3_600_000).toISOString();
    await db.updateTable('oauth_clients').set({ createdAt: old }).where('clientId', '!=', 'many-7').execute();
    const made = await provider.registerItself(late);
    const left = (await provider.clients()).map((one) => one.client);
    expect(left).toEqual(expect.arrayContaining([client, granted.client, made, 'many-7']));
    expect(left).not.toContain('many-8');
  });
});

describe('the end of a grant', () => {
  it('an account that an operator disables says nothing any more', async () => {
    const kim = await personOf('kim');
    const { code, form } = await program(kim);
    const { access_token: token } = Tokens.parse((await tokenFor(form(await code()))).json);
    const kept = form(await code());
    const { account } = z.object({ account: z.string() }).parse(await kim.me());
    const boss = await personOf('chief');
    const { db } = home.store.libraryDatabase();
    await db.updateTable('accounts').set({ operator: 1 }).where('email', '=', 'chief@example.org').execute();
    expect((await boss.ask('PATCH', `/operator/accounts/${account}`, { disabled: true })).status).toBe(200);
    expect((await infoFor(token)).status).toBe(401);
    expect((await tokenFor(kept)).status).toBe(400);
  });

  it('a person takes it back: its tokens end, and the guest must ask again', async () => {
    const hal = await personOf('hal');
    const { code, form, client, answer } = await program(hal);
    const { access_token: token } = Tokens.parse((await tokenFor(form(await code()))).json);
    const kept = form(await code());
    expect((await hal.ask('DELETE', `/account/grants/${client}`)).status).toBe(200);
    expect((await hal.ask('DELETE', `/account/grants/${client}`)).status).toBe(404);
    expect((await infoFor(token)).status).toBe(401);
    expect((await tokenFor(kept)).json).toEqual({ error: 'invalid_grant' });
    expect((await hal.ask('GET', '/account/grants')).json).toEqual({ grants: [] });
    expect((await answer()).status).toBe(200);
  });

  it('an account that is deleted leaves no grant, no token and no code', async () => {
    const ivo = await personOf('ivo');
    const { code, form } = await program(ivo);
    const { access_token: token } = Tokens.parse((await tokenFor(form(await code()))).json);
    const kept = form(await code());
    const { account } = z.object({ account: z.string() }).parse(await ivo.me());
    const { db } = home.store.libraryDatabase();
    const traces = async () => {
      const counts = [];
      for (const table of ['oauth_grants', 'oauth_access_tokens', 'oauth_refresh_tokens'] as const)
        counts.push((await db.selectFrom(table).select('id').where('userId', '=', account).execute()).length);
      const codes = db.selectFrom('verifications').select('id').where('value', 'like', `%${account}%`);
      return [...counts, (await codes.execute()).length];
    };
    expect(await traces()).toEqual([1, 1, 0, 1]);
    expect((await ivo.ask('POST', '/account/profile/deletion', { password })).status).toBe(200);
    expect(await traces()).toEqual([0, 0, 0, 0]);
    expect((await infoFor(token)).status).toBe(401);
    expect((await tokenFor(kept)).json).toEqual({ error: 'invalid_grant' });
  });
});
