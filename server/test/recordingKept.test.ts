import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Manifest } from '@plenum/shared/api/recording/contract';
import * as z from 'zod/mini';
import { systemClock } from '../src/clock.ts';
import { logOf, manifestOf, meeting, recorded, stopped } from './recordings.ts';
import { Running } from './running.ts';

let running: Running;
beforeEach(async () => {
  running = await Running.create({ office: undefined });
});
afterEach(() => running.close());

it('[RK3] slows down people who guess the code, and lets in who knows it without counting each request', async () => {
  const { host } = await meeting(running);
  await recorded(host);
  const link = await stopped(host);
  const at = `/api/recordings/${link.id}`;
  await running.http('PATCH', `${at}?key=${link.key}`, { state: 'published', visibility: 'code' });
  const { key, code } = await manifestOf(running, link);
  const status = async (path: string, tried: string) =>
    (await running.http('GET', `${at}${path}?key=${key}&code=${tried}`)).status;
  const { json } = await running.http('GET', `${at}?key=${key}&code=${code}`);
  const { proof = '' } = Manifest.parse(json);
  expect(proof).toHaveLength(32);
  for (let count = 0; count < 20; count += 1) expect(await status('/log', proof)).toBe(200);
  for (let count = 0; count < 5; count += 1) expect(await status('/log', '000000000')).toBe(403);
  // Also the right one waits now, or each answer would tell a guesser whether it was right.
  for (const path of ['', '/log', '/streams/0001.webm']) expect(await status(path, code ?? ''), path).toBe(429);
  const changed = await running.http('PATCH', `${at}?key=${key}&code=${code}`, { title: 'x' });
  const wrong = await running.http('PATCH', `${at}?key=${key}&code=000000000`, { title: 'x' });
  expect(changed.json).toEqual(wrong.json);
  // The people who have the proof are not disturbed, and neither is the manager.
  expect(await status('/log', proof)).toBe(200);
  expect((await running.http('GET', `${at}?key=${link.key}`)).status).toBe(200);
});

it('[RK7] erases a recording of a room without a space when its days are over', async () => {
  running.clock = { ...systemClock, now: () => Date.now() - 91 * 24 * 3_600_000 };
  await running.stop();
  await running.start();
  const { host } = await meeting(running);
  await recorded(host);
  const link = await stopped(host);
  expect(readdirSync(join(running.folder, 'recordings'))).toEqual([link.id]);
  await running.stop();
  running.clock = systemClock;
  await running.start();
  await expect.poll(() => readdirSync(join(running.folder, 'recordings'))).toEqual([]);
  expect((await running.http('GET', `/api/recordings/${link.id}?key=${link.key}`)).status).toBe(404);
});

it('[RK6] erases the files that only a cut stretch names, and serves those of the rest', async () => {
  const { room, host } = await meeting(running);
  const { seat } = host.line.welcome;
  await recorded(host);
  const say = async (text: string) => {
    const headers = {
      origin: running.origin,
      authorization: `Bearer ${seat}`,
      'content-type': 'application/octet-stream',
    };
    const response = await fetch(`${running.origin}/api/rooms/${room}/files?name=${text}`, {
      method: 'POST',
      headers,
      body: text,
    });
    const { id } = z.object({ id: z.string() }).parse(await response.json());
    await host.ask('chat:send', { text, files: [id] });
    return id;
  };
  const [cut, kept] = [await say('cut'), await say('kept')];
  const link = await stopped(host);
  const status = async (id: string) =>
    (await running.http('GET', `/api/recordings/${link.id}/contents/${id}?key=${link.key}`)).status;
  expect([await status(cut), await status(kept)]).toEqual([200, 200]);
  const said = (await logOf(running, link)).filter((line) => line.is === 'event' && line.name === 'chat:sent');
  const { duration } = await manifestOf(running, link);
  const cuts = [{ from: 0, until: said[1]?.at }];
  await running.http('POST', `/api/recordings/${link.id}/cuts?key=${link.key}`, { cuts, duration, confirm: true });
  expect([await status(cut), await status(kept)]).toEqual([404, 200]);
  const shelf = readdirSync(join(running.folder, 'files')).find((name) => name.startsWith('rec-'));
  expect(readdirSync(join(running.folder, 'files', shelf ?? ''))).toEqual([kept]);
});

it('[RC1] begins a recording right after another one was stopped', async () => {
  const { host } = await meeting(running);
  await recorded(host);
  await host.ask('recording:stop');
  await host.ask('recording:start', { chat: 'kept' });
  await host.heardAfter('recording:begun', 'recording:stopped');
  await host.ask('chat:send', { text: 'in the second one' });
  const link = await stopped(host);
  expect(JSON.stringify(await logOf(running, link))).toContain('in the second one');
  expect(readdirSync(join(running.folder, 'recordings'))).toHaveLength(2);
});
