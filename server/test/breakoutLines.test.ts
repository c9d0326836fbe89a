import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { ProtooLine } from './protooLine.ts';
import { type RoomLine, Running } from './running.ts';

let running: Running;
beforeAll(async () => {
  running = await Running.create();
});
afterAll(() => running.close());

const Pass = z.object({ room: z.string(), ticket: z.string() });
const Opened = z.object({ rooms: z.array(z.object({ id: z.string() })) });

/** A host, another member, and two open rooms. */
async function scene(): Promise<{ host: RoomLine; ben: RoomLine; north: string; south: string; meeting: string }> {
  const { id, hostKey } = await running.createRoom();
  const [host, ben] = [await running.enter(id, 'Ana', hostKey), await running.enter(id, 'Ben')];
  await host.ask('breakout:assign', { member: ben.welcome.me.id, room: 'a' });
  await host.ask('breakout:open', {});
  await expect.poll(() => host.heard.filter(({ name }) => name === 'breakout:roomOpened')).toHaveLength(2);
  const { rooms } = Opened.parse(host.heard.find(({ name }) => name === 'breakout:opened')?.payload);
  return { host, ben, north: rooms[0]?.id ?? '', south: rooms[1]?.id ?? '', meeting: id };
}

async function passOf(line: RoomLine): Promise<z.infer<typeof Pass>> {
  const reply = await line.ask('breakout:ticket', {});
  return Pass.parse(reply.ok ? reply.value : undefined);
}

it('[BR19] a ticket opens the room of the member’s place, under the same name, once, and nothing else opens it', async () => {
  const { ben, north } = await scene();
  expect((await running.http('GET', `/api/rooms/${north}`)).status).toBe(404);
  expect((await running.http('POST', `/api/rooms/${north}/tickets`, { name: 'Eve' })).status).toBe(404);
  expect(await ben.ask('breakout:ticket', {})).toMatchObject({ ok: false, code: 'notFound' });
  await ben.ask('breakout:enter', { room: north });
  const { room, ticket } = await passOf(ben);
  expect(room).toBe(north);
  const there = await running.connect({ ticket });
  expect(there.welcome).toMatchObject({ room: { id: north }, me: { id: ben.welcome.me.id, name: 'Ben' } });
  await expect(running.connect({ ticket })).rejects.toMatchObject({ code: 'forbidden' });
  expect(ben.goodbye).toBeUndefined();
});

it('[BR19] a ticket and a seat of one room are refused once the place is in another', async () => {
  const { host, ben, north, south } = await scene();
  await ben.ask('breakout:enter', { room: north });
  const there = await running.connect({ ticket: (await passOf(ben)).ticket });
  const { ticket: unused } = await passOf(ben);
  await host.ask('breakout:send', { members: [ben.welcome.me.id], room: south, invite: 'now' });
  await expect(running.connect({ ticket: unused })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(running.connect({ seat: there.welcome.seat })).rejects.toMatchObject({ code: 'forbidden' });
  const moved = await running.connect({ ticket: (await passOf(ben)).ticket });
  expect(moved.welcome.room.id).toBe(south);
});

it('[BR20] media is in one room: a member in a breakout room is refused the media line of the meeting', async () => {
  const { ben, north } = await scene();
  const ticket = ben.mediaTicket;
  await ben.ask('breakout:enter', { room: north });
  await expect(ProtooLine.connect(running.origin, ticket)).rejects.toThrow('refused');
  const there = await running.connect({ ticket: (await passOf(ben)).ticket });
  await ProtooLine.connect(running.origin, there.mediaTicket);
  await ben.ask('breakout:back', {});
  const reply = await ben.ask('media:ticket', {});
  const again = z.object({ ticket: z.string() }).parse(reply.ok ? reply.value : undefined);
  await ProtooLine.connect(running.origin, again.ticket);
});

it('[BR16] over a restart of the server the rooms, and the seats in them, are still there', async () => {
  const { ben, north } = await scene();
  await ben.ask('breakout:enter', { room: north });
  const there = await running.connect({ ticket: (await passOf(ben)).ticket });
  await there.ask('chat:send', { text: 'before' });
  await running.stop();
  await running.start();
  const back = await running.connect({ seat: there.welcome.seat });
  expect(back.welcome.room.id).toBe(north);
  expect(JSON.stringify(back.welcome.catchUp)).toContain('before');
});
