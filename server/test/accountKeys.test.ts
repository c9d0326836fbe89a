import { createHmac } from 'node:crypto';
import { AppError } from '@plenum/shared/core/errors';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { Browser, password, signUp } from './people.ts';
import { Running } from './running.ts';

let running: Running;
beforeAll(async () => {
  running = await Running.create({}, { signsIn: true });
});
afterAll(() => running.close());

/** The six digits of an authenticator app (RFC 6238) for a setup address. */
function digitsOf(uri: string, at = Date.now()): string {
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = Array.from(secret.replaceAll('=', ''))
    .map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const count = Buffer.alloc(8);
  count.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac('sha1', key).update(count).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

const Begun = z.object({ uri: z.string(), codes: z.array(z.string()) });

async function withSecondFactor(email: string): Promise<{ browser: Browser; uri: string; codes: readonly string[] }> {
  const browser = await signUp(running, email);
  const begun = await browser.ask('POST', '/account/profile/second-factor', { password });
  const { uri, codes } = Begun.parse(begun.json);
  const proof = { code: digitsOf(uri), kind: 'app', trust: false };
  expect((await browser.ask('POST', '/account/second-factor/proofs', proof)).status).toBe(200);
  return { browser, uri, codes };
}

it('[AC14] with a second factor the password alone gives no session; a code does, and a recovery code once', async () => {
  const { browser, uri, codes } = await withSecondFactor('totp@example.org');
  expect((await browser.ask('GET', '/account/profile')).json).toMatchObject({ hasSecondFactor: true });
  const signIn = async () => {
    const fresh = new Browser(running);
    const { json } = await fresh.ask('POST', '/account/sessions', { email: 'totp@example.org', password });
    expect(json).toEqual({ needsSecondFactor: true });
    expect(await fresh.me()).toBeNull();
    return fresh;
  };
  const prove = (who: Browser, code: string, kind = 'app') =>
    who.ask('POST', '/account/second-factor/proofs', { code, kind, trust: false });
  const first = await signIn();
  expect((await prove(first, '000000')).status).toBe(403);
  expect((await prove(first, digitsOf(uri))).status).toBe(200);
  expect(await first.me()).not.toBeNull();
  const second = await signIn();
  expect((await prove(second, codes[0] ?? '', 'recovery')).status).toBe(200);
  const third = await signIn();
  expect((await prove(third, codes[0] ?? '', 'recovery')).status).toBe(403);
});

it('[AC15] a second factor is turned on and off with the password only', async () => {
  const { browser } = await withSecondFactor('off@example.org');
  const wrong = { password: 'not the password' };
  expect((await browser.ask('POST', '/account/profile/second-factor/end', wrong)).status).toBe(403);
  expect((await browser.ask('POST', '/account/profile/second-factor/end', { password })).status).toBe(200);
  expect((await browser.ask('GET', '/account/profile')).json).toMatchObject({ hasSecondFactor: false });
});

it('[AC16] a person lists and ends their own sessions, and nobody else’s', async () => {
  const ana = await signUp(running, 'ana@example.org');
  const other = new Browser(running);
  await other.ask('POST', '/account/sessions', { email: 'ana@example.org', password });
  const List = z.object({ sessions: z.array(z.object({ id: z.string(), isThis: z.boolean() })) });
  const { sessions } = List.parse((await ana.ask('GET', '/account/profile/sessions')).json);
  expect(sessions).toHaveLength(2);
  const theirs = sessions.find(({ isThis }) => !isThis)?.id ?? '';
  const eve = await signUp(running, 'eva@example.org');
  expect((await eve.ask('DELETE', `/account/profile/sessions/${theirs}`)).status).toBe(404);
  expect(await other.me()).not.toBeNull();
  expect((await ana.ask('DELETE', `/account/profile/sessions/${theirs}`)).status).toBe(200);
  expect(await other.me()).toBeNull();
  expect(await ana.me()).not.toBeNull();
});

it('a new password needs the old one, and ends the other sessions', async () => {
  const ben = await signUp(running, 'ben@example.org');
  const other = new Browser(running);
  await other.ask('POST', '/account/sessions', { email: 'ben@example.org', password });
  const change = (current: string) =>
    ben.ask('PUT', '/account/profile/password', { current, next: 'another long one' });
  expect((await change('not the password')).status).toBe(403);
  expect((await change(password)).status).toBe(200);
  expect(await ben.me()).not.toBeNull();
  expect(await other.me()).toBeNull();
});

it('without a session every endpoint of a person and of an operator is refused', async () => {
  const nobody = new Browser(running);
  const [cat] = [await signUp(running, 'cat@example.org')];
  for (const path of ['/account/profile', '/account/profile/sessions', '/account/profile/export'])
    expect((await nobody.ask('GET', path)).status, path).toBe(403);
  for (const who of [nobody, cat]) {
    expect((await who.ask('GET', '/accounts/requests')).status).toBe(403);
    expect((await who.ask('POST', '/accounts/invitations', { email: 'x@example.org' })).status).toBe(403);
  }
});

it('[AC17] the export has the account and what other parts add, and no secret', async () => {
  const dot = await signUp(running, 'dot@example.org', 'Dot');
  running.server.accounts.onExporting('spaces', async () => ['one']);
  const { json, text } = await dot.ask('GET', '/account/profile/export');
  expect(json).toMatchObject({ account: { email: 'dot@example.org', name: 'Dot' }, spaces: ['one'] });
  for (const [, value] of dot.cookies) expect(text).not.toContain(decodeURIComponent(value).split('.')[0]);
});

it('an account stays when another part cannot let it go', async () => {
  const own = await signUp(running, 'owner@example.org');
  let refuses = true;
  running.server.accounts.onDeleting(async () => {
    if (refuses) throw new AppError('conflict', 'You are the only owner of an organisation.');
  });
  expect((await own.ask('POST', '/account/profile/deletion', { password })).status).toBe(409);
  expect(await own.me()).not.toBeNull();
  refuses = false;
  expect((await own.ask('POST', '/account/profile/deletion', { password })).status).toBe(200);
});
