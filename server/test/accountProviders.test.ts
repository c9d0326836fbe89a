import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Registration } from '../src/identity/settings.ts';
import { OidcProvider } from './oidcProvider.ts';
import { Browser, lettersTo, letterTo, password, signUp } from './people.ts';
import { Running } from './running.ts';

let running: Running;
let provider: OidcProvider;

function settings(registration: Registration, admits = false) {
  const { issuer, clientSecret } = provider;
  const providers = [{ id: 'home', name: 'Home', issuer, clientId: 'plenum', clientSecret, admits }];
  return { identity: { registration, providers, homes: 'off' as const, guests: 'off' as const } };
}

beforeAll(async () => {
  provider = await OidcProvider.start(() => [`http://localhost:${running.server.port}/account/callback/home`]);
  running = await Running.create({}, { options: settings('open'), signsIn: true });
}, 30_000);
afterAll(async () => {
  await running.close();
  await provider.close();
});

/** On the same port, because the provider knows the address to come back to. */
async function restart(next: ReturnType<typeof settings>): Promise<void> {
  const { port } = running.server;
  await running.stop();
  running.settings = { ...next, port };
  await running.start();
}

async function visit(browser: Browser, login: string): Promise<Record<string, string>> {
  const { json } = await browser.ask('POST', '/account/providers/home/starts');
  const back = await provider.visit(z.object({ address: z.string() }).parse(json).address, login);
  expect(back.pathname).toBe('/account/callback/home');
  const { state = '', code = '', iss = '' } = Object.fromEntries(back.searchParams);
  return { state, code, iss };
}

async function signIn(browser: Browser, login: string) {
  return browser.ask('POST', '/account/providers/home/returns', await visit(browser, login));
}

it('[AC19] a person whom a provider vouches for is signed in, and has the same account the next time', async () => {
  provider.people.set('ida', { email: 'ida@example.org', email_verified: true, name: 'Ida <b>' });
  const ida = new Browser(running);
  expect((await signIn(ida, 'ida')).status).toBe(200);
  const me = await ida.me();
  expect(me).toMatchObject({ email: 'ida@example.org', name: 'ida' });
  const again = new Browser(running);
  expect((await signIn(again, 'ida')).status).toBe(200);
  expect(await again.me()).toEqual(me);
  expect((await again.ask('GET', '/account/profile')).json).toMatchObject({ hasPassword: false, providers: ['home'] });
});

it('[AC20] an address that the provider has not proven neither makes nor takes an account', async () => {
  await signUp(running, 'victim@example.org', 'Victim');
  provider.people.set('eve', { email: 'victim@example.org', email_verified: false, name: 'Eve' });
  provider.people.set('new', { email: 'new@example.org', email_verified: false, name: 'New' });
  for (const login of ['eve', 'new']) {
    const browser = new Browser(running);
    expect((await signIn(browser, login)).status).toBe(403);
    expect(await browser.me()).toBeNull();
  }
  // The owner of the address at the provider joins the account that has it.
  provider.people.set('victim', { email: 'victim@example.org', email_verified: true, name: 'V' });
  const browser = new Browser(running);
  expect((await signIn(browser, 'victim')).status).toBe(200);
  expect(await browser.me()).toMatchObject({ email: 'victim@example.org', name: 'Victim' });
});

it('what a provider sent to one browser is of no use in another, nor twice', async () => {
  provider.people.set('jo', { email: 'jo@example.org', email_verified: true, name: 'Jo' });
  const jo = new Browser(running);
  const returned = await visit(jo, 'jo');
  const finish = (who: Browser, input: object) => who.ask('POST', '/account/providers/home/returns', input);
  const other = new Browser(running);
  expect((await finish(other, returned)).status).toBe(403);
  expect(await other.me()).toBeNull();
  const second = new Browser(running);
  const good = await visit(second, 'jo');
  expect((await finish(second, good)).status).toBe(200);
  expect((await finish(second, good)).status).toBe(403);
  expect((await finish(new Browser(running), { state: 'x', code: 'y' })).status).toBe(403);
});

it('where accounts are made by invitation, a provider brings new people only if the operator said so', async () => {
  await restart(settings('invitation'));
  provider.people.set('kim', { email: 'kim@example.org', email_verified: true, name: 'Kim' });
  expect((await signIn(new Browser(running), 'kim')).status).toBe(403);
  // People with an account still come in.
  expect((await signIn(new Browser(running), 'ida')).status).toBe(200);
  await restart(settings('invitation', true));
  expect((await signIn(new Browser(running), 'kim')).status).toBe(200);
});

it('by invitation a letter goes to invited addresses only; by approval an operator decides', async () => {
  const operatorToken = await running.server.accounts.firstOperator();
  const op = new Browser(running);
  const made = { token: operatorToken, email: 'op@example.org', name: 'Op', password };
  expect((await op.ask('POST', '/account/operator', made)).status).toBe(200);
  const lea = new Browser(running);
  await lea.ask('POST', '/account/registrations', { email: 'lea@example.org' });
  await running.server.accounts.settled();
  expect(await lettersTo(running, 'lea@example.org')).toEqual([]);
  expect((await op.ask('POST', '/accounts/invitations', { email: 'lea@example.org', language: 'de' })).status).toBe(
    200,
  );
  const { token, subject } = await letterTo(running, 'lea@example.org');
  expect(subject).toContain('Einladung');
  const confirm = { token, name: 'Lea', password };
  expect((await lea.ask('POST', '/account/confirmations', confirm)).status).toBe(200);
  // An invitation makes an account for the invited address only, also for another holder of the link.
  expect(await lea.me()).toMatchObject({ email: 'lea@example.org' });
  await restart(settings('approval'));
  await lea.ask('POST', '/account/registrations', { email: 'max@example.org' });
  await running.server.accounts.settled();
  expect(await lettersTo(running, 'max@example.org')).toEqual([]);
  const Asked = z.object({ requests: z.array(z.object({ id: z.string(), email: z.string() })) });
  const { requests } = Asked.parse((await op.ask('GET', '/accounts/requests')).json);
  expect(requests.map(({ email }) => email)).toEqual(['max@example.org']);
  const decide = () => op.ask('POST', `/accounts/requests/${requests[0]?.id}`, { approved: true });
  expect((await decide()).status).toBe(200);
  expect((await decide()).status).toBe(404);
  expect((await letterTo(running, 'max@example.org')).token).not.toBe('');
});
