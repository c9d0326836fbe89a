import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { systemClock } from '../src/clock.ts';
import { counted } from './counted.ts';
import { Address, addressOf, hostOf, identity, outward, To, Tokens, twoHomes } from './homeScene.ts';
import { liar } from './lyingHome.ts';
import { Browser, password } from './people.ts';
import { Running } from './running.ts';

const { servers, begin, agree, broughtBy, finish, personOf, program, tokenFor, infoFor } = twoHomes();

describe('signing in at another Plenum with a home account', () => {
  it('asks the person once, tells what they granted, and knows them again', async () => {
    const ada = await personOf('ada');
    const guest = new Browser(servers.there);
    const asked = await begin(guest);
    expect(asked.origin + asked.pathname).toBe(`${addressOf(servers.home)}/account/authorize`);
    const look = { query: asked.search.slice(1) };
    expect((await new Browser(servers.home).ask('POST', '/account/authorizations/looks', look)).json).toEqual({
      is: 'signIn',
    });
    const seen = await ada.ask('POST', '/account/authorizations/looks', look);
    expect(seen.json).toMatchObject({
      is: 'asks',
      client: { name: '', host: hostOf(servers.there) },
      wants: ['profile', 'email'],
      email: 'ada@example.org',
    });
    expect((await finish(guest, await agree(ada, asked))).status).toBe(200);
    const me = await guest.me();
    expect(me).toMatchObject({ email: 'ada@example.org', name: 'ada' });
    // The second time nothing is asked, and it is the same account.
    const again = new Browser(servers.there);
    const second = await begin(again);
    const went = await ada.ask('POST', '/account/authorizations/looks', { query: second.search.slice(1) });
    expect(went.json).toMatchObject({ is: 'done' });
    expect((await finish(again, broughtBy(To.parse(went.json).to))).status).toBe(200);
    expect(await again.me()).toEqual(me);
    const { json } = await ada.ask('GET', '/account/grants');
    expect(json).toMatchObject({ grants: [{ host: hostOf(servers.there), tells: ['profile', 'email'] }] });
  });

  it('tells no address that the person did not grant, and asks again when the guest wants it', async () => {
    const bo = await personOf('bo');
    const guest = new Browser(servers.there);
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
    const guest = new Browser(servers.there);
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
    const guest = new Browser(servers.there);
    const ask = (typed: string) => guest.ask('POST', '/account/homes/starts', { home: typed });
    for (const typed of [
      'other.example.org',
      `localhost:${servers.there.server.port}`,
      'https://localhost.evil.example',
    ])
      expect((await ask(typed)).json, typed).toMatchObject({ code: 'forbidden', bound: 'home' });
    for (const typed of ['http://', 'https://user@localhost:9', 'not an address'])
      expect((await ask(typed)).json, typed).toMatchObject({ code: 'invalid' });
    expect((await ask('http://localhost:9')).json).toMatchObject({ code: 'unavailable', bound: 'home' });
  });

  it('a listed server is never asked over plain http, except on this machine', async () => {
    const guest = new Browser(servers.there);
    for (const typed of ['http://plenum.example.org', 'HTTP://PLENUM.example.org/', 'http://plenum.example.org:80'])
      expect((await guest.ask('POST', '/account/homes/starts', { home: typed })).json, typed).toMatchObject({
        code: 'invalid',
        bound: 'home',
      });
  });
});

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

it('a home that forgot this server is asked to register it anew: after a refusal, and after an hour', async () => {
  const boss = await personOf('lou');
  const { db } = servers.home.store.libraryDatabase();
  await db.updateTable('accounts').set({ operator: 1 }).where('email', '=', 'lou@example.org').execute();
  const forget = async (client: string) =>
    expect((await boss.ask('DELETE', `/operator/clients/${client}`)).status).toBe(200);
  const options = { identity: { ...identity, homes: [hostOf(servers.home)], guests: 'off' as const }, outward };
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
    const { state, iss } = { state: asked.searchParams.get('state') ?? '', iss: addressOf(servers.home) };
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

describe('the end of a grant', () => {
  it('an account that an operator disables says nothing any more', async () => {
    const kim = await personOf('kim');
    const { code, form } = await program(kim);
    const { access_token: token } = Tokens.parse((await tokenFor(form(await code()))).json);
    const kept = form(await code());
    const { account } = z.object({ account: z.string() }).parse(await kim.me());
    const boss = await personOf('chief');
    const { db } = servers.home.store.libraryDatabase();
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
    const { db } = servers.home.store.libraryDatabase();
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
