import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { ChatFile } from '@plenum/shared/features/chat/contract';
import { slides } from '@plenum/shared/features/slides/contract';
import { PictureAnswer } from '@plenum/shared/features/whiteboard/picture';
import { pdfWith, picture } from './badFiles.ts';
import { type RoomLine, Running } from './running.ts';

const speakerNote = 'PK\u0003\u0004 what only the speaker reads';
const Id = z.object({ id: z.string() });
const Page = z.object({ page: z.string() });

let running: Running;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plenum-owners-'));
  const office = join(folder, 'soffice');
  await writeFile(join(folder, 'made.pdf'), pdfWith({ count: 2 }));
  await writeFile(office, `#!/bin/sh\ncp ${folder}/made.pdf "$HOME/document.pdf"\n`);
  await chmod(office, 0o755);
  running = await Running.create({ office });
  await prepare();
});
afterAll(async () => {
  await running.close();
  await rm(folder, { recursive: true, force: true });
});

type Name = 'host' | 'ben' | 'cleo' | 'dora' | 'stranger' | 'outside' | 'removed' | 'nobody';
const lines: Partial<Record<Name, RoomLine>> = {};
/** The ids of files by their description. */
const files: Record<string, string> = {};
let room: string;
let talk: string;
let photos: string;

function line(name: Name): RoomLine {
  const found = lines[name];
  if (!found) throw new Error(`${name} has no line`);
  return found;
}

async function valueOf<S extends z.ZodMiniType>(schema: S, name: Name, command: string, input: unknown) {
  const reply = await line(name).ask(command, input);
  if (!reply.ok) throw new Error(`${command}: ${reply.message}`);
  return z.parse(schema, reply.value);
}

function post(name: Name, path: string, body: Buffer | string): Promise<Response> {
  return fetch(running.origin + path, {
    method: 'POST',
    headers: { origin: running.origin, authorization: `Bearer ${line(name).welcome.seat}` },
    body: new Blob([typeof body === 'string' ? body : new Uint8Array(body)]),
  });
}

async function bringToChat(name: Name, text: string): Promise<string> {
  const answer = await post(name, `/api/rooms/${room}/files?name=a.txt`, text);
  return ChatFile.parse(await answer.json()).id;
}

async function bringToBoard(name: Name): Promise<string> {
  const answer = await post(name, `/api/rooms/${room}/board/pictures`, picture('png', 60, 40));
  const brought = PictureAnswer.parse(await answer.json());
  if ('refused' in brought) throw new Error(brought.refused);
  return brought.file;
}

async function present(name: string, body: Buffer | string): Promise<string> {
  await (
    await post('host', `/api/rooms/${room}/presentations?name=${name}&sizes=${Buffer.byteLength(body)}`, body)
  ).text();
  return (await running.server.rooms.require(room)).committed(slides).presentations.at(-1)?.id ?? '';
}

async function prepare(): Promise<void> {
  const made = await running.createRoom();
  const other = await running.createRoom();
  room = made.id;
  lines.host = await running.enter(room, 'Ana', made.hostKey);
  for (const name of ['ben', 'cleo', 'dora', 'removed'] as const) lines[name] = await running.enter(room, name);
  lines.stranger = await running.enter(other.id, 'Stranger', other.hostKey);
  await line('host').ask('lobby:setPolicy', { policy: 'ask' });
  lines.outside = await running.enter(room, 'Outside');

  files['sent to everybody'] = await bringToChat('ben', 'for all');
  await line('ben').ask('chat:send', { files: [files['sent to everybody']] });
  files['sent to one person'] = await bringToChat('ben', 'for Cleo');
  await line('ben').ask('chat:sendPrivate', { to: line('cleo').welcome.me.id, files: [files['sent to one person']] });
  files['sent to moderators'] = await bringToChat('host', 'for moderators');
  await line('host').ask('chat:sendStaff', { files: [files['sent to moderators']] });
  files['brought and not sent'] = await bringToChat('ben', 'not yet');
  files['of a deleted message'] = await bringToChat('ben', 'deleted');
  const { id } = await valueOf(Id, 'ben', 'chat:send', { files: [files['of a deleted message']] });
  await line('ben').ask('chat:remove', { channel: 'all', id });

  talk = await present('Plan.odp', speakerNote);
  photos = await present('photo.png', picture('png'));
  const { presentations } = (await running.server.rooms.require(room)).committed(slides);
  files['the pages of a document'] = presentations.find(({ id }) => id === talk)?.file ?? '';
  files['the document itself'] = presentations.find(({ id }) => id === talk)?.original?.file ?? '';
  files['a page that is a picture'] = presentations.find(({ id }) => id === photos)?.pages[0]?.picture ?? '';

  const { page } = await valueOf(Page, 'host', 'slides:blank', { name: 'Board' });
  await line('host').ask('whiteboard:allow', { who: 'everyone', chosen: [], others: true });
  const place = (file: string) => ({ kind: 'image', x: 0, y: 0, w: 60, h: 40, angle: 0, order: 1, file, alt: '' });
  files['on the board'] = await bringToBoard('ben');
  const shapes = [{ ...place(files['on the board']), id: 'shape-00001' }];
  await valueOf(z.object({}), 'ben', 'whiteboard:put', { page, shapes });
  files['brought for the board'] = await bringToBoard('ben');
  files['erased from the board'] = await bringToBoard('ben');
  const erased = [{ ...place(files['erased from the board']), id: 'shape-00002' }];
  await valueOf(z.object({}), 'ben', 'whiteboard:put', { page, shapes: erased });
  await valueOf(z.object({}), 'ben', 'whiteboard:remove', { page, ids: ['shape-00002'] });

  await line('host').ask('moderation:lock', { locks: { seeDrawings: true } });
  await line('host').ask('moderation:exempt', { member: line('cleo').welcome.me.id, unlocked: true });
  const sentAway = line('removed').closed();
  await line('host').ask('moderation:remove', { member: line('removed').welcome.me.id, ban: false });
  await sentAway;
}

async function statusOf(name: Name, path: string): Promise<number> {
  const headers = name === 'nobody' ? {} : { authorization: `Bearer ${line(name).welcome.seat}` };
  const response = await fetch(`${running.origin}/api/rooms/${room}/${path}`, { headers });
  await response.arrayBuffer();
  return response.status;
}

const everybody = ['host', 'ben', 'cleo', 'dora'] as const;
/** Every file, its route, and the members who may get it. Drawings of others are hidden from Dora alone. */
const matrix: readonly { what: string; route: 'files' | 'board' | 'slides' | 'none'; may: readonly Name[] }[] = [
  { what: 'sent to everybody', route: 'files', may: everybody },
  { what: 'sent to one person', route: 'files', may: ['ben', 'cleo'] },
  { what: 'sent to moderators', route: 'files', may: ['host'] },
  { what: 'brought and not sent', route: 'files', may: ['ben'] },
  { what: 'of a deleted message', route: 'none', may: [] },
  { what: 'the pages of a document', route: 'slides', may: everybody },
  { what: 'the document itself', route: 'slides', may: ['host'] },
  { what: 'a page that is a picture', route: 'slides', may: everybody },
  { what: 'on the board', route: 'board', may: ['host', 'ben', 'cleo'] },
  { what: 'brought for the board', route: 'board', may: ['ben'] },
  { what: 'erased from the board', route: 'board', may: ['host', 'ben', 'cleo'] },
];
const askers: readonly Name[] = [...everybody, 'stranger', 'outside', 'removed', 'nobody'];
/** The statuses for callers who do not sit in the room: the same for every file. */
const turnedAway: Partial<Record<Name, number>> = { stranger: 403, nobody: 403, outside: 410, removed: 410 };

const slidePaths: Readonly<Record<string, () => string>> = {
  'the pages of a document': () => `presentations/${talk}/file`,
  'the document itself': () => `presentations/${talk}/original`,
  'a page that is a picture': () => `presentations/${photos}/1`,
};

describe.each(matrix)('[CH19] [SL8] [SL10] [WB20] a file: $what', ({ what, route, may }) => {
  it.each(askers)('[CH19] [SL8] [SL10] [WB20] asked by %s', async (asker) => {
    const file = files[what] ?? '';
    expect(file).toMatch(/^[\w-]{32}$/);
    const refused = turnedAway[asker] ?? 404;
    const given = (by: 'files' | 'board') => (route === by && may.includes(asker) ? 200 : refused);
    expect(await statusOf(asker, `files/${file}`)).toBe(given('files'));
    expect(await statusOf(asker, `board/pictures/${file}`)).toBe(given('board'));
    const path = slidePaths[what]?.();
    if (path === undefined) return;
    expect(await statusOf(asker, path)).toBe(may.includes(asker) ? 200 : (turnedAway[asker] ?? 403));
  });
});

it('[SL8] once everybody may save it, every member gets the document, still by one route only', async () => {
  await line('host').ask('slides:allow', { presentation: talk, download: true });
  expect(await statusOf('dora', `presentations/${talk}/original`)).toBe(200);
  expect(await statusOf('dora', `files/${files['the document itself']}`)).toBe(404);
  await line('host').ask('slides:allow', { presentation: talk, download: false });
  expect(await statusOf('dora', `presentations/${talk}/original`)).toBe(403);
});

describe('files of a breakout', () => {
  const Pass = z.object({ ticket: z.string() });
  const Opened = z.object({ rooms: z.array(z.object({ id: z.string() })) });

  it('[BR17] members who manage rooms get what everybody there could see, and no private messages', async () => {
    await line('host').ask('slides:turn', { page: `${talk}.1` });
    const member = line('ben').welcome.me.id;
    await line('host').ask('breakout:draft', {
      revision: 0,
      rooms: ['a', 'b'].map((key) => ({ key, name: `Room ${key}` })),
      assigned: [member, line('cleo').welcome.me.id].map((one) => ({ member: one, room: 'a' })),
      expected: [],
      options: { invite: 'now', choice: 'assigned', late: 'stay', slides: 'all' },
    });
    await line('host').ask('breakout:open', {});
    await expect.poll(() => line('host').heard.filter(({ name }) => name === 'breakout:roomOpened')).toHaveLength(2);
    const opened = line('host').heard.find(({ name }) => name === 'breakout:opened')?.payload;
    const child = Opened.parse(opened).rooms[0]?.id ?? '';
    const parent = room;
    const [ben, cleo] = [line('ben'), line('cleo')];
    for (const name of ['ben', 'cleo'] as const) {
      lines[name] = await running.connect(await valueOf(Pass, name, 'breakout:ticket', {}));
    }
    room = child;
    const open = await bringToChat('ben', 'for all in the room');
    await valueOf(Id, 'ben', 'chat:send', { files: [open] });
    const secret = await bringToChat('ben', 'for Cleo alone');
    await valueOf(Id, 'ben', 'chat:sendPrivate', { to: line('cleo').welcome.me.id, files: [secret] });
    // For a file of two rooms, the room in the request decides.
    expect(await statusOf('ben', `presentations/${talk}/file`)).toBe(200);
    expect(await statusOf('ben', `files/${files['the pages of a document']}`)).toBe(404);
    await line('ben').ask('moderation:takePresenter', {});
    const saved = await fetch(`${running.origin}/api/rooms/${room}/presentations/${talk}/original`, {
      headers: { authorization: `Bearer ${line('ben').welcome.seat}` },
    });
    // When the document may not be saved, the caller gets the pages.
    expect(saved.headers.get('content-type')).toBe('application/pdf');
    expect(await saved.text()).not.toContain(speakerNote);
    room = parent;
    [lines.ben, lines.cleo] = [ben, cleo];
    const contents = `rooms/${child}`;
    expect(await statusOf('host', `${contents}/files/${open}`)).toBe(200);
    expect(await statusOf('host', `${contents}/files/${files['the pages of a document']}`)).toBe(200);
    expect(await statusOf('host', `${contents}/files/${secret}`)).toBe(404);
    expect(await statusOf('host', `${contents}/files/${files['the document itself']}`)).toBe(404);
    expect(await statusOf('host', `${contents}/files/${files['sent to everybody']}`)).toBe(404);
    expect(await statusOf('dora', `${contents}/files/${open}`)).toBe(403);
  });
});

it('[SL8] no member gets the id of a document that may not be saved', async () => {
  const secret = files['the document itself'] ?? '';
  for (const name of everybody) {
    const { heard, welcome } = line(name);
    expect(JSON.stringify([heard, welcome])).not.toContain(secret);
    const again = await running.connect({ seat: welcome.seat });
    expect(JSON.stringify(again.welcome)).not.toContain(secret);
  }
});
