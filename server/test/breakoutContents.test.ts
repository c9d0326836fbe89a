import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { RoomContents } from '@plenum/shared/api/contents/contract';
import { breakout } from '@plenum/shared/features/breakout/contract';
import { chat } from '@plenum/shared/features/chat/contract';
import { slides } from '@plenum/shared/features/slides/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { pdfWith } from './badFiles.ts';
import { box } from './boards.ts';
import { type RoomLine, Running } from './running.ts';

const contentsPath = (meeting: string, child: string) => `/api/rooms/${meeting}/rooms/${encodeURIComponent(child)}`;

let running: Running;
beforeAll(async () => {
  running = await Running.create();
});
afterAll(() => running.close());

const Pass = z.object({ ticket: z.string() });
const Opened = z.object({ rooms: z.array(z.object({ id: z.string() })) });

/** A host who shows a PDF, and a closed breakout room with it in which Ben has drawn and written. */
async function closedRoom() {
  const { id, hostKey } = await running.createRoom();
  const [host, ben] = [await running.enter(id, 'Ana', hostKey), await running.enter(id, 'Ben')];
  const file = pdfWith({ count: 2 });
  await fetch(`${running.origin}/api/rooms/${id}/presentations?name=Talk.pdf&sizes=${file.length}`, {
    method: 'POST',
    headers: { origin: running.origin, authorization: `Bearer ${host.welcome.seat}` },
    body: new Blob([new Uint8Array(file)]),
  }).then((answer) => answer.text());
  await host.ask('breakout:draft', {
    revision: 0,
    rooms: ['a', 'b'].map((key) => ({ key, name: `Room ${key}` })),
    assigned: [{ member: ben.welcome.me.id, room: 'a' }],
    expected: [],
    options: { invite: 'now', choice: 'assigned', late: 'stay', slides: 'all' },
  });
  await host.ask('breakout:open', {});
  await expect.poll(() => host.heard.filter(({ name }) => name === 'breakout:roomOpened')).toHaveLength(2);
  const { rooms } = Opened.parse(host.heard.find(({ name }) => name === 'breakout:opened')?.payload);
  const child = rooms[0]?.id ?? '';
  const pass = await ben.ask('breakout:ticket', {});
  const there = await running.connect(Pass.parse(pass.ok ? pass.value : undefined));
  const page = (await running.server.rooms.require(child)).committed(slides).current ?? '';
  expect(await there.ask('whiteboard:put', { page, shapes: [box()] })).toMatchObject({ ok: true });
  expect(await there.ask('chat:send', { text: 'We agree' })).toMatchObject({ ok: true });
  await there.ask('chat:send', { to: { member: host.welcome.me.id }, text: 'A secret' });
  await host.ask('breakout:close', {});
  return { host, ben, meeting: id, child, page, file };
}

async function get(path: string, line: RoomLine | undefined) {
  const headers = line ? { authorization: `Bearer ${line.welcome.seat}` } : {};
  const response = await fetch(running.origin + path, { headers });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

async function contentsOf(meeting: string, child: string, line: RoomLine) {
  const { bytes } = await get(contentsPath(meeting, child), line);
  const { title, states } = RoomContents.parse(JSON.parse(String(bytes)));
  return {
    title,
    chat: chat.state.parse(states['chat']),
    slides: slides.state.parse(states['slides']),
    whiteboard: whiteboard.state.parse(states['whiteboard']),
  };
}

it('[BR17] moderators see the drawings and pages of a room when it is closed, also after a restart', async () => {
  const { host, meeting, child, page, file } = await closedRoom();
  const { past } = (await running.server.rooms.require(meeting)).committed(breakout);
  expect(past.map(({ id, title }) => [id === child, title])).toEqual([
    [true, 'Room a'],
    [false, 'Room b'],
  ]);
  await running.stop();
  await running.start();
  const back = await running.connect({ seat: host.welcome.seat });
  const contents = await contentsOf(meeting, child, back);
  expect(contents.title).toBe('Room a');
  expect(contents.whiteboard.pages[page]?.count).toBe(1);
  expect(contents.chat.messages.map(({ text }) => text)).toEqual(['We agree']);
  expect(JSON.stringify(contents)).not.toContain('A secret');
  const [talk] = contents.slides.presentations;
  const got = await get(`${contentsPath(meeting, child)}/files/${talk?.file ?? ''}`, back);
  expect(got.bytes.equals(file)).toBe(true);
  expect(got.headers.get('content-disposition')).toBe('attachment');
});

it('[BR17] only members who manage the rooms of the meeting see the contents of a room', async () => {
  const { host, ben, meeting, child } = await closedRoom();
  const other = await closedRoom();
  const path = contentsPath(meeting, child);
  const statusOf = async (address: string, line: RoomLine | undefined) => (await get(address, line)).status;
  expect(await statusOf(path, host)).toBe(200);
  expect(await statusOf(path, undefined)).toBe(403);
  expect(await statusOf(path, ben)).toBe(403);
  expect(await statusOf(path, other.host)).toBe(403);
  expect(await statusOf(contentsPath(other.meeting, child), other.host)).toBe(404);
  expect(await statusOf(contentsPath(meeting, meeting), host)).toBe(404);
  expect(await statusOf(contentsPath(meeting, 'No Such'), host)).toBe(404);
  expect(await statusOf(`${path}/files/${'x'.repeat(32)}`, host)).toBe(404);
  expect(await statusOf(`${path}/files/..%2f..`, host)).toBe(404);
  expect(await statusOf(`${path}/files/${'x'.repeat(32)}`, ben)).toBe(403);
});

it('a moderator looks into rooms no more than sixty times a minute, whatever the address', async () => {
  const { host, meeting, child } = await closedRoom();
  const path = contentsPath(meeting, child);
  const answers = await Promise.all(Array.from({ length: 61 }, () => get(path, host)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(60);
  const refused = answers.find(({ status }) => status === 429);
  expect(JSON.parse(String(refused?.bytes))).toMatchObject({
    code: 'limited',
    message: expect.stringContaining('rooms'),
  });
});
