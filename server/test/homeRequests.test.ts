import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { counted } from './counted.ts';
import { addressOf, Tokens, twoHomes } from './homeScene.ts';
import { Browser } from './people.ts';

const { servers, begin, agree, finish, personOf, program, tokenFor, infoFor } = twoHomes();

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
      fetch(`${addressOf(servers.home)}/oauth/revoke`, { method: 'POST', body: new URLSearchParams(body) });
    await revoke({ token, client_id: 'someone-else' });
    expect((await infoFor(token)).status).toBe(200);
    expect((await revoke({ token, client_id: client })).status).toBe(200);
    expect((await infoFor(token)).status).toBe(401);
    counted('HOME', forged.length, 'forged tokens');
  });

  it('what came from the home is taken once, by the browser that began, from the server that it was sent to', async () => {
    const gus = await personOf('gus');
    const guest = new Browser(servers.there);
    const returned = await agree(gus, await begin(guest));
    const wrong = [
      { ...returned, state: `${returned.state}x` },
      { ...returned, state: 'another' },
      { ...returned, iss: addressOf(servers.there) },
      { ...returned, iss: 'https://evil.example' },
      { ...returned, iss: `${returned.iss}/` },
      { ...returned, iss: undefined },
      { ...returned, code: undefined },
      { ...returned, code: 'x' },
    ];
    for (const one of wrong) {
      const browser = new Browser(servers.there);
      for (const [name, value] of guest.cookies) browser.cookies.set(name, value);
      expect((await finish(browser, one)).status).toBe(403);
      expect(await browser.me()).toBeNull();
    }
    // Another person's browser did not begin: nobody can be signed in to a stranger's account.
    const other = new Browser(servers.there);
    expect((await finish(other, returned)).status).toBe(403);
    const began = new Browser(servers.there);
    await begin(began);
    expect((await finish(began, returned)).status).toBe(403);
    expect((await finish(guest, returned)).status).toBe(200);
    expect((await finish(guest, returned)).status).toBe(403);
    counted('HOME', wrong.length + 3, 'wrong returns');
  });

  it('a wrong body or method at the addresses of the standard gets its error, and nothing breaks', async () => {
    const root = addressOf(servers.home);
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
    expect(servers.home.logged.filter((line) => line.includes('"level":50'))).toEqual([]);
    counted('HOME', wrong.length, 'wrong requests to the addresses of the standard');
  });
});
