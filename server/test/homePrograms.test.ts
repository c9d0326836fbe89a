import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { counted } from './counted.ts';
import { To, Tokens, twoHomes } from './homeScene.ts';

const { servers, personOf, program, tokenFor, infoFor } = twoHomes();

describe('a program that an operator registers', () => {
  it('has a secret that is told once, and is of no use without it or when it is removed', async () => {
    const boss = await personOf('boss');
    const { db } = servers.home.store.libraryDatabase();
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

describe('a server that registers itself', () => {
  it('gives the page of a Plenum to which people come back, and is one client for each host', async () => {
    const { provider } = servers.home.server.accounts;
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
    const { provider } = servers.home.server.accounts;
    const granted = await program(await personOf('lea'));
    expect((await granted.answer()).status).toBe(200);
    const { db } = servers.home.store.libraryDatabase();
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
