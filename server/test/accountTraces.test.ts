import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listMeetings, readMeeting } from '@plenum/shared/api/meeting/contract';
import { enterSpace, Space } from '@plenum/shared/api/space/contract';
import { firstSettings } from '@plenum/shared/api/space/settings';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { TestCluster } from '../src/storage/testing/TestCluster.ts';
import { newHookRow } from '../src/storage/hookRows.ts';
import { counted } from './counted.ts';
import { Browser, letterTo, lettersTo, password, signUp } from './people.ts';
import { Running } from './running.ts';

const name = 'Zephyrine Quill';
const email = 'zephyrine.quill@example.org';

/** Every table in which an account leaves its id, name or address: the person below leaves them in each. */
const holding = [
  'account_links',
  'accounts',
  'attendances',
  'audit',
  'credentials',
  'deliveries',
  'invitations',
  'letter_counts',
  'letters',
  'log',
  'memberships',
  'oauth_access_tokens',
  'oauth_grants',
  'organisations',
  'plan_guests',
  'passkeys',
  'seat_accounts',
  'second_factors',
  'sessions',
  'space_hosts',
  'spaces',
  'verifications',
];
/** Tables that have nothing of an account: things of organisations, of the server, of other programs, and hashes. */
const free = [
  'api_keys',
  'attempts',
  'bbb_meetings',
  'bbb_recordings',
  'bbb_secrets',
  'bbb_sessions',
  'cursors',
  'frames',
  'hooks',
  'lanes',
  'leases',
  'lti_links',
  'lti_platforms',
  'meetings',
  'nodes',
  'notices',
  'oauth_client_assertions',
  'oauth_client_resources',
  'oauth_clients',
  'oauth_refresh_tokens',
  'oauth_resources',
  'prepared',
  'probe',
  'provider_keys',
  'readers',
  'record_events',
  'recordings',
  'rooms',
  'schedules',
  'secrets',
  'signing_keys',
  'slips',
  'snapshots',
  'tiers',
  'token_uses',
  'usage',
];

const programs = TestCluster.programs();
let cluster: TestCluster | undefined;
beforeAll(async () => {
  if (programs !== undefined) cluster = await TestCluster.create(programs);
}, 60_000);
afterAll(() => cluster?.close());

/** The database with tables whose columns are not known to the types. */
function untyped({ store }: Running) {
  return store.libraryDatabase() as unknown as { db: Kysely<Record<string, Record<string, unknown>>>; type: string };
}

/** All tables of the database, and those that have one of these texts in a row. */
async function searchTables(running: Running, texts: readonly string[]) {
  const { db } = untyped(running);
  const all = (await db.introspection.getTables())
    .map((table) => table.name)
    .filter((one) => !one.startsWith('kysely_'));
  const found: string[] = [];
  for (const table of all) {
    const rows = JSON.stringify(await db.selectFrom(table).selectAll().execute());
    if (texts.some((text) => rows.includes(text))) found.push(table);
  }
  return { all, found };
}

/** The files, and the lines of the log, that have one of these texts. */
function searchFiles({ folder, logged }: Running, texts: readonly string[]): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const has = (text: string | Buffer) => texts.some((one) => text.includes(one));
  const files = entries.filter((one) => has(one.name) || has(readFileSync(join(one.parentPath, one.name))));
  return [...files.map((one) => one.name), ...logged.filter(has).map((line) => `log: ${line}`)];
}

/** Signs in at a program with the account. */
async function grant(running: Running, person: Browser): Promise<void> {
  const redirect = `http://localhost:${running.server.port}/account/home`;
  const verifier = randomBytes(32).toString('base64url');
  const client_id = await running.server.accounts.provider.registerItself(redirect);
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
  const codeOf = async () => {
    const input = { query: new URLSearchParams(query).toString(), agrees: true, tells: ['profile', 'email'] };
    const { json } = await person.ask('POST', '/account/authorizations', input);
    return new URL((json as { to: string }).to).searchParams.get('code') ?? '';
  };
  const form = { grant_type: 'authorization_code', redirect_uri: redirect, client_id, code_verifier: verifier };
  const body = new URLSearchParams({ ...form, code: await codeOf() });
  const { status } = await fetch(`http://localhost:${running.server.port}/oauth/token`, { method: 'POST', body });
  expect(status).toBe(200);
  // A code that was not used yet.
  await codeOf();
}

/** A passkey, as an authenticator's answer would have stored it. */
async function addPasskey(running: Running, userId: string): Promise<void> {
  const { db, type } = untyped(running);
  const key = { id: 'a-passkey', userId, publicKey: 'x', credentialID: 'x', counter: 0, deviceType: 'x' };
  const backedUp = type === 'sqlite' ? 0 : false;
  await db
    .insertInto('passkeys')
    .values({ ...key, backedUp })
    .execute();
}

/** What others have of the person: a meeting, a space that is shared with them, invitations, letters, webhooks. */
async function knownToOthers(running: Running, person: Browser) {
  const { store } = running;
  const owner = await signUp(running, 'landlady@example.org', 'Lou');
  const keep = { chat: true, boards: true, slides: true };
  const made = await owner.ask('POST', '/spaces', { title: 'The mill', settings: { ...firstSettings, keep } });
  const space = Space.parse(made.json);
  const about = `/spaces/${space.id}`;
  expect((await owner.ask('POST', `${about}/hosts`, { email })).status).toBe(200);
  const { ticket } = enterSpace.output.parse((await person.ask('POST', `/s/${space.slug}/tickets`, { name })).json);
  const line = await running.connect({ ticket });
  const said = await line.ask('chat:send', { text: `${name} was here.` });
  expect(said.ok).toBe(true);
  await line.ask('presence:leave', {});
  const input = { title: 'Assembly', startsAt: Date.now() + 3_600_000, minutes: 60, zone: 'UTC' };
  const { id: plan } = (await owner.ask('POST', `${about}/plans`, input)).json as { id: string };
  expect((await owner.ask('POST', `${about}/plans/${plan}/guests`, { emails: [email] })).status).toBe(200);
  const names = async () => {
    const [meeting] = listMeetings.output.parse((await owner.ask('GET', `${about}/meetings`)).json).meetings;
    if (!meeting) return [];
    const read = readMeeting.output.parse((await owner.ask('GET', `/meetings/${meeting.id}`)).json);
    return read.stays.map((stay) => stay.name);
  };
  await expect.poll(names).toEqual([name]);
  const [meeting] = await store.libraryDatabase().db.selectFrom('meetings').select(['room', 'organisation']).execute();
  if (!meeting) throw new Error('There is no meeting.');
  const { db } = store.libraryDatabase();
  const hook = { id: 'a-hook', url: 'https://example.org/', kind: 'own' as const, created_at: 1 };
  await db
    .insertInto('hooks')
    .values(newHookRow({ ...hook, organisation: meeting.organisation }))
    .execute();
  const body = JSON.stringify({ participant: { id: line.welcome.me.id, name } });
  const state = { state: 'sent' as const, tries: 1, first_at: 1, tried_at: 1, status: 200, reason: null };
  const delivery = {
    id: 'a-delivery',
    hook: 'a-hook',
    lane: 'a-lane',
    event: 'participant.joined',
    room: meeting.room,
  };
  await db
    .insertInto('deliveries')
    .values({ ...delivery, body, at: Date.now(), ...state })
    .execute();
  const invitation = { id: 'an-invitation', organisation: meeting.organisation, email, role: 'member' };
  await db
    .insertInto('invitations')
    .values({ ...invitation, token_hash: 'x', created_at: 1, expires_at: 4e12 })
    .execute();
  const letter = { id: 'a-letter', recipient: email, letter: '{}', tries: 0, due_at: 4e12, expires_at: 4e12 };
  await store.ask.letters.add({ row: letter });
  const link = { id: 'a-link', purpose: 'register', email, details: '{}', expires_at: 4e12 };
  await db.insertInto('account_links').values(link).execute();
  return { names };
}

describe.each([
  ['SQLite', false],
  ['PostgreSQL', true],
] as const)('on %s', (_name, onPostgres) => {
  it.skipIf(onPostgres && programs === undefined)(
    '[AC18] a deleted account leaves no trace in tables, files, letters and the log',
    async () => {
      const databaseUrl = onPostgres ? await cluster?.createDatabase() : undefined;
      const identity = { registration: 'open' as const, providers: [], homes: 'off' as const, guests: 'open' as const };
      const options = { identity, ...(databaseUrl !== undefined && { databaseUrl }) };
      const running = await Running.create({}, { options, signsIn: true });
      const zoe = await signUp(running, email, name);
      const me = z.object({ account: z.string() }).parse(await zoe.me());
      await zoe.ask('POST', '/spaces', { title: 'Her own' });
      await new Browser(running).ask('POST', '/account/password-resets', { email });
      await letterTo(running, email, 2);
      await zoe.ask('POST', '/account/sessions', { email, password: 'a wrong password' });
      await zoe.ask('POST', '/account/profile/second-factor', { password });
      await grant(running, zoe);
      await addPasskey(running, me.account);
      const others = await knownToOthers(running, zoe);
      const erased: string[] = [];
      running.server.accounts.onDeleting(async (account) => void erased.push(account));
      const texts = [name, email, me.account];
      // The search can fail: while the account is there, it finds it in each of these tables, and in no other.
      const before = await searchTables(running, texts);
      expect(before.all.toSorted()).toEqual([...holding, ...free].toSorted());
      expect(before.found.toSorted()).toEqual(holding.toSorted());
      for (const text of [...texts, 'zephyrine']) {
        expect((await searchTables(running, [text])).found, text).not.toEqual([]);
      }
      expect(searchFiles(running, texts)).not.toEqual([]);
      expect((await zoe.ask('POST', '/account/profile/deletion', { password: 'not it' })).status).toBe(403);
      expect(await zoe.me()).not.toBeNull();
      expect((await zoe.ask('POST', '/account/profile/deletion', { password })).status).toBe(200);
      expect(erased).toEqual([me.account]);
      expect(await zoe.me()).toBeNull();
      expect(await lettersTo(running, email)).toEqual([]);
      expect((await searchTables(running, texts)).found).toEqual([]);
      expect(searchFiles(running, texts)).toEqual([]);
      expect(await others.names()).toEqual(['']);
      counted('X15', holding.length, 'tables with traces of an account before its deletion, and none after');
      await running.close();
    },
    120_000,
  );
});
