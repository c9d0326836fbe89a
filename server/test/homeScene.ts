import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect } from 'vitest';
import * as z from 'zod/mini';
import { Browser, signUp } from './people.ts';
import { Running } from './running.ts';

export const outward = { schemes: ['http' as const], allow: ['localhost', '127.0.0.1'], only: [] };
export const identity = { registration: 'open' as const, providers: [] };

export function hostOf({ server }: Running): string {
  return `localhost:${server.port}`;
}

export function addressOf(running: Running): string {
  return `http://${hostOf(running)}`;
}

export const To = z.object({ to: z.string() });
export const Address = z.object({ address: z.string() });

export const Tokens = z.object({ access_token: z.string(), id_token: z.string() });

/** A program that speaks the standard to the home server. */
async function programOf({ home, there }: Record<'home' | 'there', Running>, person: Browser) {
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

/**
 * Two Plenums for the tests of one file: people have their accounts at `home`, and sign in with them at `there`.
 * The functions are good within tests.
 */
export function twoHomes() {
  let home: Running;
  let there: Running;

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

  async function tokenFor(form: Record<string, string>, headers: Record<string, string> = {}) {
    const answer = await fetch(`${addressOf(home)}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers,
    });
    const json: unknown = await answer.json();
    return { status: answer.status, json };
  }

  async function infoFor(token: string) {
    return fetch(`${addressOf(home)}/oauth/userinfo`, { headers: { authorization: `Bearer ${token}` } });
  }

  const servers = {
    get home() {
      return home;
    },
    get there() {
      return there;
    },
  };
  return {
    servers,
    begin,
    agree,
    broughtBy,
    finish,
    personOf,
    program: (person: Browser) => programOf(servers, person),
    tokenFor,
    infoFor,
  };
}
