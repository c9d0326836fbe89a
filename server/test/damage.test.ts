import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { type RoomLine, Running } from './running.ts';

const Opened = z.object({ rooms: z.array(z.object({ id: z.string() })) });
const pageBytes = 4_096;
/** The first byte of a page with rows of a table. */
const leaf = 0x0d;

let running: Running;
const stray: unknown[] = [];
const note = (reason: unknown) => void stray.push(reason);

beforeEach(async () => {
  stray.length = 0;
  process.on('unhandledRejection', note);
  running = await Running.create();
});
afterEach(async () => {
  await running.close();
  process.off('unhandledRejection', note);
});

/** A meeting with an open breakout room with Ben in it; the rows of its log fill whole pages. */
async function meeting(marker: string): Promise<{ id: string; host: RoomLine; child: string; visitor: RoomLine }> {
  const { id, hostKey } = await running.createRoom();
  const [host, ben] = [await running.enter(id, 'Ana', hostKey), await running.enter(id, 'Ben')];
  for (let index = 0; index < 5; index += 1) {
    await host.ask('chat:send', { text: `${marker} ${'long '.repeat(500)}` });
  }
  await host.ask('breakout:assign', { member: ben.welcome.me.id, room: 'a' });
  await host.ask('breakout:open', {});
  await expect.poll(() => host.heard.filter(({ name }) => name === 'breakout:roomOpened')).toHaveLength(2);
  const { rooms } = Opened.parse(host.heard.find(({ name }) => name === 'breakout:opened')?.payload);
  const child = rooms[0]?.id ?? '';
  await ben.ask('breakout:enter', { room: child });
  const reply = await ben.ask('breakout:ticket', {});
  const { ticket } = z.object({ ticket: z.string() }).parse(reply.ok ? reply.value : undefined);
  return { id, host, child, visitor: await running.connect({ ticket }) };
}

/** Overwrites the head of each page of rows that contains the marker; the server must not run. */
async function damage(marker: string): Promise<number> {
  const path = join(running.folder, 'plenum.db');
  const file = await readFile(path);
  let damaged = 0;
  for (let start = pageBytes; start < file.length; start += pageBytes) {
    const page = file.subarray(start, start + pageBytes);
    if (page[0] !== leaf || !page.includes(marker)) continue;
    page.fill(0xff, 0, 100);
    damaged += 1;
  }
  await writeFile(path, file);
  return damaged;
}

it('a damaged page of a meeting with open rooms closes that meeting alone, and the server reports the damage', async () => {
  const other = await running.createRoom('Other');
  const stays = await running.enter(other.id, 'Olga', other.hostKey);
  await stays.ask('chat:send', { text: 'before' });
  const { id, host, visitor } = await meeting('a-marker-in-the-log');
  await running.stop();
  expect(await damage('a-marker-in-the-log')).toBeGreaterThan(0);

  await running.start();
  const back = await running.connect({ seat: stays.welcome.seat });
  expect(await back.ask('chat:send', { text: 'after' })).toMatchObject({ ok: true });
  await expect(running.connect({ seat: host.welcome.seat })).rejects.toMatchObject({
    code: expect.stringMatching(/^(unavailable|internal)$/),
  });
  await expect(running.connect({ seat: visitor.welcome.seat })).rejects.toMatchObject({
    code: expect.stringMatching(/^(unavailable|internal)$/),
  });
  expect((await running.http('GET', `/api/rooms/${id}`)).status).toBeGreaterThanOrEqual(500);
  await vi.waitFor(
    async () => {
      const ready = await running.http('GET', '/readyz');
      expect([ready.status, ready.json]).toMatchObject([503, { ok: false, missing: 'storage' }]);
      expect(ready.text).toContain('damaged');
    },
    { timeout: 15_000 },
  );
  expect(running.logged.join('')).toContain('the database is damaged');
  expect(stray).toEqual([]);
});

it('a server with an undamaged file is ready', async () => {
  await vi.waitFor(
    async () => {
      expect((await running.http('GET', '/readyz')).json).toEqual({ ok: true, faults: 0 });
    },
    { timeout: 15_000 },
  );
});
