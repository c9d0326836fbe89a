import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstSettings } from '@plenum/shared/api/space/settings';
import { RecordScene } from './recordScene.ts';
import { Running } from './running.ts';

let running: Running;
let scene: RecordScene;
beforeAll(async () => {
  running = await Running.create();
  scene = await RecordScene.create(running);
});
afterAll(() => running.close());

const operator = (method: string, path: string, body?: unknown) =>
  running.http(method, `/api/operator/${path}`, body, scene.cookie('operator'));

it('[OP1] operators see organisations and rule them, and nothing of what is in their spaces', async () => {
  const { id, slug } = await scene.newSpace();
  const found = await operator('GET', 'organisations?like=MILL');
  expect(found.json).toMatchObject({
    organisations: expect.arrayContaining([expect.objectContaining({ name: 'The mill' })]),
  });
  for (const like of ['%25', '_', '%5C']) {
    expect((await operator('GET', `organisations?like=${like}`)).json, like).toEqual({
      organisations: [],
      more: false,
    });
  }
  const rule = (change: object) => operator('PATCH', `organisations/${scene.organisation}`, change);
  expect((await rule({ suspended: true, agreed: { participants: 7 } })).json).toMatchObject({
    suspended: true,
    agreed: { participants: 7 },
  });
  const enter = () => running.http('POST', `/api/s/${slug}/tickets`, { name: 'Zoe' });
  expect(await enter()).toMatchObject({ status: 403, json: { bound: 'suspended' } });
  await rule({ suspended: false, agreed: {} });
  expect((await enter()).status).toBe(201);
  expect((await running.http('GET', `/api/spaces/${id}`, undefined, scene.cookie('operator'))).status).toBe(403);
  expect(await rule({ tier: 'no-such-tier' })).toMatchObject({ status: 404 });
  expect(await operator('PATCH', 'organisations/no-such-one', { suspended: true })).toMatchObject({ status: 404 });
});

it('[OP2] operators see who meets, say something to a meeting, and end it for everybody', async () => {
  const { slug } = await scene.newSpace();
  const { json } = await running.http('POST', `/api/s/${slug}/tickets`, { name: 'Zoe' });
  const { ticket, room } = json as { ticket: string; room: string };
  const zoe = await running.connect({ ticket });
  const rooms = async () => ((await operator('GET', 'rooms')).json as { rooms: { id: string }[] }).rooms;
  expect((await rooms()).find(({ id }) => id === room)).toMatchObject({
    title: 'The yard',
    people: 1,
    organisation: 'The mill',
  });
  expect((await operator('POST', `rooms/${room}/words`, { words: 'We stop at noon.' })).status).toBe(200);
  await expect
    .poll(() => zoe.heard)
    .toContainEqual({ name: 'space:announced', payload: { words: 'We stop at noon.' } });
  const closed = zoe.closed();
  expect((await operator('POST', `rooms/${room}/end`)).status).toBe(200);
  await closed;
  await expect.poll(async () => (await rooms()).some(({ id }) => id === room)).toBe(false);
  expect((await operator('POST', `rooms/${room}/end`)).status).toBe(404);
  // X5: the old seat, and tickets of the room, admit nobody into the meeting that has ended.
  await expect(running.connect({ seat: zoe.welcome.seat })).rejects.toBeDefined();
  const again = await running.http('POST', `/api/rooms/${room}/tickets`, { name: 'Zoe' });
  expect(again).toMatchObject({ status: 410, json: { code: 'closed' } });
  const { json: audit } = await operator('GET', 'audit');
  expect(audit).toMatchObject({
    entries: expect.arrayContaining([expect.objectContaining({ what: 'room:end', about: room })]),
  });
});

it('[OP3] a notice reaches everybody until its end, or until it is taken away', async () => {
  const read = async () => (await running.http('GET', '/api/notice')).json;
  expect(await read()).toEqual({});
  await operator('PUT', 'notice', { text: 'Update on Monday.' });
  expect(await read()).toEqual({ notice: { text: 'Update on Monday.' } });
  await operator('PUT', 'notice', { text: 'Over.', until: Date.now() - 1 });
  expect(await read()).toEqual({});
  await operator('PUT', 'notice', { text: 'Later.', until: Date.now() + 1e6 });
  expect(await read()).toMatchObject({ notice: { text: 'Later.' } });
  await operator('DELETE', 'notice');
  expect(await read()).toEqual({});
});

it('[OP3] a notice is shown from its beginning on; operators read it before', async () => {
  const notice = { text: 'Soon.', from: Date.now() + 1e6, until: Date.now() + 2e6 };
  await operator('PUT', 'notice', notice);
  expect((await running.http('GET', '/api/notice')).json).toEqual({});
  expect((await operator('GET', 'notice')).json).toEqual({ notice });
  await operator('PUT', 'notice', { ...notice, from: Date.now() - 1 });
  expect((await running.http('GET', '/api/notice')).json).toMatchObject({ notice: { text: 'Soon.' } });
  await operator('DELETE', 'notice');
});

it('[OP8] operators see what the server carries', async () => {
  const { id, hostKey } = await running.createRoom();
  await running.enter(id, 'Ana', hostKey);
  const { json } = await operator('GET', 'overview');
  expect(json).toMatchObject({
    version: '0.0.0',
    workers: [{ load: 0, shed: 0 }],
    database: { kind: running.store.libraryDatabase().type },
    faults: 0,
    organisations: expect.any(Number),
  });
  expect((json as { members: number }).members).toBeGreaterThan(0);
  const { uses } = (await operator('GET', 'tiers')).json as { uses: { tier: string; organisations: number }[] };
  expect(uses).toContainEqual({ tier: 'small', organisations: expect.any(Number) });
  const small = await operator('GET', 'organisations?tier=small');
  expect((small.json as { organisations: unknown[] }).organisations).toHaveLength(
    uses.find(({ tier }) => tier === 'small')?.organisations ?? 0,
  );
});

it('[OP4] operators read the audit of one kind, of one organisation and of one account', async () => {
  await scene.newSpace();
  const entries = async (query: string) => {
    const { json } = await operator('GET', `audit?${query}`);
    return (json as { entries: { what: string; by?: { id: string }; organisation?: { id: string } }[] }).entries;
  };
  const spaces = await entries('kind=space');
  expect(spaces.length).toBeGreaterThan(0);
  expect(spaces.every(({ what }) => what.startsWith('space:'))).toBe(true);
  expect(spaces[0]).toMatchObject({ aboutName: 'The yard', organisation: { name: 'The mill' } });
  expect((await entries('by=host')).every(({ by }) => by?.id === 'host')).toBe(true);
  const elsewhere = await entries(`organisation=${scene.elsewhere}`);
  expect(elsewhere.length).toBeGreaterThan(0);
  expect((await operator('GET', 'audit?kind=nothing')).status).toBe(400);
});

it('[OP4] operators read the audit of the whole server in pages', async () => {
  for (let made = 0; made < 110; made += 1) await scene.newKeyId();
  const seen: string[] = [];
  for (let before = ''; ; ) {
    const { json } = await operator('GET', `audit${before}`);
    const { entries, more } = json as { entries: { id: string }[]; more: boolean };
    seen.push(...entries.map(({ id }) => id));
    before = `?before=${entries.at(-1)?.id ?? ''}`;
    if (!more) break;
  }
  expect(seen.length).toBeGreaterThan(110);
  expect(new Set(seen).size).toBe(seen.length);
});

/** The names of the files of the data folder in which a text is. */
function filesWith(text: string): string[] {
  const files = readdirSync(running.folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return files.flatMap(({ parentPath, name }) => {
    return readFileSync(join(parentPath, name)).includes(text) ? [name] : [];
  });
}

it('[OP5] a deleted account leaves no trace in the tables, the files and the log (X15)', async () => {
  const account = 'vanishing-person-7';
  running.identity.add(account, { name: account });
  const cookie = { cookie: running.identity.cookieOf(account) };
  const settings = { ...firstSettings, welcome: 'vanishing-words-7' };
  const { json } = await running.http('POST', '/api/spaces', { title: 'vanishing-title-7', settings }, cookie);
  const { slug } = json as { slug: string };
  const ticket = await running.http('POST', `/api/s/${slug}/tickets`, { name: 'vanishing-name-7' }, cookie);
  const line = await running.connect({ ticket: (ticket.json as { ticket: string }).ticket });
  await line.ask('chat:send', { text: 'vanishing-chat-7' });
  await scene.join(scene.organisation, account, 'member');
  const { id: shared } = await scene.newSpace();
  await running.store.ask.spaces.addHost({ acting: scene.as('host'), space: shared, account });
  const traces = [
    'vanishing-person-7',
    'vanishing-words-7',
    'vanishing-title-7',
    'vanishing-name-7',
    'vanishing-chat-7',
  ];
  // The search finds what is there.
  for (const trace of traces) expect(filesWith(trace), trace).not.toEqual([]);
  // The history is written by a reader of the log.
  const mine = await running.store.ask.organisations.mine({ account });
  const own = mine.find(({ kind }) => kind === 'person')?.id ?? '';
  const usage = () => running.store.ask.meetings.usage({ acting: scene.acting(account), organisation: own });
  await expect.poll(async () => (await usage()).now.meetings).toBe(1);
  const closed = line.closed();
  await running.identity.delete(account);
  await closed;
  for (const trace of traces) expect(filesWith(trace), trace).toEqual([]);
  expect(running.logged.filter((text) => text.includes('vanishing-'))).toEqual([]);
  // Again, as after a crash in the middle.
  await running.identity.delete(account);
});

it('[OP5] the last owner of a group stays until another one is owner', async () => {
  const group = await scene.group('stranger');
  await expect(running.identity.delete('stranger')).rejects.toMatchObject({ code: 'conflict', bound: 'lastOwner' });
  expect(await running.store.ask.organisations.mine({ account: 'stranger' })).toMatchObject([{ id: group }]);
});
