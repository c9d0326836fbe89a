import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Manifest } from '@plenum/shared/api/recording/contract';
import { recording } from '@plenum/shared/features/recording/contract';
import { type Link, Linked, logOf, manifestOf, meeting, recorded, stopped } from './recordings.ts';
import { hasFfmpeg, picture, probe, tone, volumeAt } from './rtpStreams.ts';
import { Running } from './running.ts';
import { send, Sender } from './sender.ts';

const [first, second] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];

let running: Running;
beforeEach(async () => {
  running = await Running.create({ office: undefined });
  await restart(first);
});
afterEach(() => running.close());

async function restart(...keys: readonly string[]): Promise<void> {
  await running.stop();
  running.recordingKeys = keys;
  await running.start();
}

/** All bytes of all files of a recording. */
function filesOf({ id }: Link): ReadonlyMap<string, Buffer> {
  const folder = join(running.folder, 'recordings', id);
  const found = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  return new Map(paths.map((path) => [path, readFileSync(path)]));
}

async function bytesOf({ id, key }: Link, file: string, range?: string) {
  const headers: Record<string, string> = range === undefined ? {} : { range };
  const response = await fetch(`${running.origin}/api/recordings/${id}/streams/${file}?key=${key}`, { headers });
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
}

/** The path of a file as a viewer gets it. */
async function downloaded(link: Link, file: string): Promise<string> {
  const path = join(running.folder, `downloaded-${file}`);
  writeFileSync(path, (await bytesOf(link, file)).bytes);
  return path;
}

/** Texts that stand in files which are not encrypted: the log's, the index's, and those of WebM. */
const plain = ['a word of Ana', 'Ana Host', 'chat:sent', 'began', 'OpusHead', 'V_VP8', 'webm', 'Plenum'];

function expectNothingPlain(link: Link): void {
  for (const [path, bytes] of filesOf(link)) {
    for (const text of plain) expect(bytes.includes(text), `${text} in ${path}`).toBe(false);
  }
}

describe.skipIf(!hasFfmpeg)('a recording that is encrypted', () => {
  it('[RK12] plays, also after a kill -9 of the recorder, and has no plain byte on the disk', async () => {
    const { host } = await meeting(running);
    const [mic, camera] = [await host.publish('mic'), await host.publish('camera')];
    await recorded(host);
    await host.ask('chat:send', { text: 'a word of Ana' });
    await send([
      [mic, tone({ seconds: 3, of: 440 })],
      [camera, picture({ seconds: 3, of: 'red' })],
    ]);
    const pid = running.server.recorder() ?? 0;
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => running.server.recorder()).not.toBe(pid);
    await send([[mic, tone({ seconds: 1, of: 900 })]]);
    const link = await stopped(host);
    expectNothingPlain(link);
    const { streams } = await manifestOf(running, link);
    const [before, after] = streams.filter(({ source }) => source === 'mic');
    const film = streams.find(({ source }) => source === 'camera');
    // At most the last second is lost.
    expect((before?.until ?? 0) - (before?.from ?? 0)).toBeGreaterThan(1_990);
    expect(volumeAt(await downloaded(link, before?.file ?? ''), 440, { from: 1 })).toBeGreaterThan(-30);
    expect(volumeAt(await downloaded(link, after?.file ?? ''), 900)).toBeGreaterThan(-30);
    expect(probe(await downloaded(link, film?.file ?? '')).frames).toBeGreaterThanOrEqual(30);
    expect((await logOf(running, link)).some((line) => line.is === 'event' && line.name === 'chat:sent')).toBe(true);
    for (const { file, bytes } of streams) {
      const whole = await bytesOf(link, file);
      expect(whole.bytes).toHaveLength(bytes);
      for (let count = 0; count < 20; count += 1) {
        const [a = 0, b = 0] = [Math.random(), Math.random()]
          .map((one) => Math.floor(one * bytes))
          .sort((x, y) => x - y);
        const part = await bytesOf(link, file, `bytes=${a}-${b}`);
        expect([part.status, part.bytes.equals(whole.bytes.subarray(a, b + 1))]).toEqual([206, true]);
      }
      expect((await bytesOf(link, file, `bytes=${bytes}-`)).status).toBe(416);
    }
  });

  it('[RK12] is read with an older key, cut and changed with the first one, and refused without its key', async () => {
    const { host, room } = await meeting(running);
    const ben = await Sender.enter(running, room, 'Ben Guest');
    const [mic, his] = [await host.publish('mic'), await ben.publish('mic')];
    await recorded(host);
    await ben.ask('recording:answer', { answer: 'accepted' });
    await send([
      [mic, tone({ seconds: 2, of: 440 })],
      [his, tone({ seconds: 2, of: 700 })],
    ]);
    await host.ask('chat:send', { text: 'a word of Ana' });
    const link = await stopped(host);
    host.close();
    ben.close();
    const written = filesOf(link);
    await restart(second);
    const refused = await running.http('GET', `/api/recordings/${link.id}?key=${link.key}`);
    expect([refused.status, refused.text]).toEqual([
      503,
      expect.stringContaining('a key that the server does not have'),
    ]);
    await restart();
    const without = await running.http('GET', `/api/recordings/${link.id}/log?key=${link.key}`);
    expect([without.status, without.text]).toEqual([503, expect.stringContaining('the server has no key')]);
    const path = `/api/recordings/${link.id}/cuts?key=${link.key}`;
    const input = { cuts: [{ from: 0, until: 500 }], duration: 0, confirm: true };
    expect((await running.http('POST', path, input)).status).toBe(503);
    expect(filesOf(link)).toEqual(written);
    await restart(second, first);
    const { duration } = await manifestOf(running, link);
    const cut = Manifest.parse((await running.http('POST', path, { ...input, duration })).json);
    expect(cut.duration).toBe(duration - 500);
    const out = { members: [ben.id], chat: false, duration: cut.duration, confirm: true };
    const left = await running.http('POST', `/api/recordings/${link.id}/removals?key=${link.key}`, out);
    expect(left.status).toBe(200);
    expectNothingPlain(link);
    // All of it was written anew by the cut, so the older key is needed no more.
    await restart(second);
    const { streams } = await manifestOf(running, link);
    expect(streams.map(({ member }) => member)).toEqual([host.id]);
    expect(volumeAt(await downloaded(link, streams[0]?.file ?? ''), 440)).toBeGreaterThan(-30);
    const log = JSON.stringify(await logOf(running, link));
    expect([log.includes('a word of Ana'), log.includes('Ben Guest')]).toEqual([true, false]);
  });

  it('[RK12] refuses what was changed or cut off on the disk, with words, and plays the rest', async () => {
    const { host } = await meeting(running);
    const mic = await host.publish('mic');
    await recorded(host);
    await send([[mic, tone({ seconds: 4, of: 440 })]]);
    const link = await stopped(host);
    const { streams } = await manifestOf(running, link);
    const { file = '', bytes = 0 } = streams[0] ?? {};
    const path = join(running.folder, 'recordings', link.id, 'streams', file);
    const whole = readFileSync(path);
    const changed = Buffer.from(whole);
    const at = Math.floor(whole.length / 2);
    changed[at] = (changed[at] ?? 0) ^ 1;
    writeFileSync(path, changed);
    const damaged = await bytesOf(link, file);
    expect([damaged.status, damaged.bytes.toString()]).toEqual([503, expect.stringMatching(/Part \d+ of a file/)]);
    expect((await bytesOf(link, file, 'bytes=0-99')).status).toBe(206);
    expect((await bytesOf(link, file, `bytes=${bytes - 50}-`)).status).toBe(206);
    writeFileSync(path, whole.subarray(0, -60));
    const short = await bytesOf(link, file, 'bytes=0-99');
    expect([short.status, short.bytes.toString()]).toEqual([503, expect.stringContaining('its end is missing')]);
    const index = join(running.folder, 'recordings', link.id, 'index.jsonl');
    writeFileSync(index, readFileSync(index).subarray(0, -90));
    expect((await running.http('GET', `/api/recordings/${link.id}?key=${link.key}`)).status).toBe(503);
  });
});

it('[RC8] [RK12] ends with words after a restart without the key, keeps its files, and is ready when the key is back', async () => {
  const { host } = await meeting(running);
  await recorded(host);
  const link = Linked.parse(await host.heard('recording:linked'));
  await host.ask('chat:send', { text: 'a word of Ana' });
  host.close();
  await restart();
  const runs = async () => (await running.server.rooms.find(host.room))?.committed(recording).recording !== undefined;
  await expect.poll(runs).toBe(false);
  expectNothingPlain(link);
  expect([...filesOf(link).keys()].join()).toMatch(/log\.jsonl$/);
  await restart(first);
  await expect.poll(async () => (await manifestOf(running, link)).state).toBe('ready');
  expect(JSON.stringify(await logOf(running, link))).toContain('a word of Ana');
});
