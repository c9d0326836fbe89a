import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Manifest } from '@plenum/shared/api/recording/contract';
import * as z from 'zod/mini';
import { note } from './boards.ts';
import { type Link, logOf, manifestOf, meeting, recorded, stopped } from './recordings.ts';
import { hasFfmpeg, tone } from './rtpStreams.ts';
import { Running } from './running.ts';
import { send, Sender } from './sender.ts';

let running: Running;
beforeEach(async () => {
  running = await Running.create({ office: undefined });
});
afterEach(() => running.close());

/** All bytes of a recording as text. */
function everythingOf({ id }: Link): string {
  const names = readdirSync(join(running.folder, 'recordings', id), { recursive: true, withFileTypes: true });
  return names
    .flatMap((one) => (one.isFile() ? readFileSync(join(one.parentPath, one.name), 'latin1') : []))
    .join('\n');
}

async function removal({ id, key }: Link, input: object) {
  return running.http('POST', `/api/recordings/${id}/removals?key=${key}`, { ...input, confirm: true });
}

/** A recorded meeting in which a host and a guest talk, write and draw. */
async function scene() {
  const { room, host } = await meeting(running);
  const blank = await host.line.ask('slides:blank', { name: 'Board' });
  if (!blank.ok) throw new Error(blank.message);
  const { page } = z.object({ page: z.string() }).parse(blank.value);
  await host.ask('whiteboard:allow', { who: 'everyone', chosen: [], others: true });
  const ben = await Sender.enter(running, room, 'Ben Regretful');
  const mics = hasFfmpeg ? ([await host.publish('mic'), await ben.publish('mic')] as const) : undefined;
  await recorded(host);
  await ben.ask('recording:answer', { answer: 'accepted' });
  const theirs = note('a note of Ben');
  await ben.ask('whiteboard:put', { page, shapes: [theirs] });
  await ben.ask('whiteboard:change', { page, changes: [{ id: theirs.id, set: { text: 'changed by Ben' } }] });
  await host.ask('whiteboard:put', { page, shapes: [note('a note of the host')] });
  await ben.ask('chat:send', { text: 'words of Ben' });
  const { id: message } = z.object({ id: z.string() }).parse(await ben.heard('chat:sent'));
  await host.ask('chat:send', { text: 'an answer of the host', reply: message });
  await host.ask('chat:send', { text: 'words of the host' });
  await ben.ask('hand:raise');
  if (mics) await send(mics.map((mic, index) => [mic, tone({ seconds: 1, of: 400 + 400 * index })] as const));
  const link = await stopped(host);
  return { host, ben, link, manifest: await manifestOf(running, link) };
}

it('[RK10] takes a person out for good: voice, name, words and drawings, and nothing of the others', async () => {
  const { host, ben, link, manifest } = await scene();
  for (const there of ['Ben Regretful', 'words of Ben', 'a note of Ben', 'changed by Ben', ben.id]) {
    expect(everythingOf(link), there).toContain(there);
  }
  const { duration } = manifest;
  const stale = await removal(link, { members: [ben.id], chat: false, duration: duration + 1 });
  expect(stale.status).toBe(409);
  const unknown = await removal(link, { members: ['is'], chat: false, duration });
  expect(unknown.status).toBe(400);
  const { json } = await removal(link, { members: [ben.id], chat: false, duration });
  const after = Manifest.parse(json);
  expect(after.duration).toBe(duration);
  expect(after.streams).toEqual(manifest.streams.filter(({ member }) => member === host.id));
  const everything = everythingOf(link);
  for (const gone of ['Ben Regretful', 'words of Ben', 'a note of Ben', 'changed by Ben', ben.id]) {
    expect(everything, gone).not.toContain(gone);
  }
  for (const kept of ['words of the host', 'an answer of the host', 'a note of the host', 'Ana Host']) {
    expect(everything, kept).toContain(kept);
  }
  expect(readdirSync(join(running.folder, 'recordings'))).toEqual([link.id]);
  // It still plays: each line is one of a log, in order.
  const lines = await logOf(running, link);
  expect(lines[0]?.is).toBe('view');
  expect(lines.map(({ at }) => at)).toEqual(lines.map(({ at }) => at).toSorted((a, b) => a - b));
});

it('[RK10] takes the chat out for good, and nothing else', async () => {
  const { link, manifest } = await scene();
  const { json } = await removal(link, { members: [], chat: true, duration: manifest.duration });
  expect(Manifest.parse(json)).toMatchObject({ chat: 'none', streams: manifest.streams });
  const everything = everythingOf(link);
  for (const gone of ['words of Ben', 'words of the host', 'an answer of the host', 'chat:sent']) {
    expect(everything, gone).not.toContain(gone);
  }
  for (const kept of ['Ben Regretful', 'changed by Ben']) expect(everything, kept).toContain(kept);
});
