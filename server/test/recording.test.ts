import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Manifest } from '@plenum/shared/api/recording/contract';
import { features } from '@plenum/shared/features/index';
import { recording } from '@plenum/shared/features/recording/contract';
import { hasFfmpeg, picture, probe, tone, volumeAt } from './rtpStreams.ts';
import { Linked, logOf, manifestOf, meeting, stopped } from './recordings.ts';
import { Running } from './running.ts';
import { send, Sender } from './sender.ts';

let running: Running;
beforeEach(async () => {
  running = await Running.create({ office: undefined });
});
afterEach(() => running.close());

/** Louder than this is a tone; the filter lets a little of other tones through. */
const silentDb = -40;
function folderOf(id: string): string {
  return join(running.folder, 'recordings', id);
}

/** All bytes of a recording as text. */
function everythingIn(folder: string): string {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  return names
    .flatMap((one) => (one.isFile() ? readFileSync(join(one.parentPath, one.name), 'latin1') : []))
    .join('\n');
}

describe.skipIf(!hasFfmpeg)('with sound and pictures', () => {
  it('[RK1] is ready right after it was stopped, and has the sound and pictures of its time', async () => {
    const { host } = await meeting(running);
    const mic = await host.publish('mic');
    const camera = await host.publish('camera');
    await host.ask('recording:start', { chat: 'kept' });
    await host.heard('recording:begun');
    await send([
      [mic, tone({ seconds: 3, of: 440 })],
      [camera, picture({ seconds: 3, of: 'red' })],
    ]);
    const link = await stopped(host);
    const manifest = await manifestOf(running, link);
    expect(manifest).toMatchObject({ state: 'ready', manages: true, chat: 'kept' });
    expect(manifest.streams.map(({ source, codec, member }) => [source, codec, member])).toEqual(
      expect.arrayContaining([
        ['mic', 'opus', host.id],
        ['camera', 'vp8', host.id],
      ]),
    );
    const [sound, film] = ['mic', 'camera'].map((source) => manifest.streams.find((one) => one.source === source));
    const pathOf = (file = '') => join(folderOf(link.id), 'streams', file);
    expect(volumeAt(pathOf(sound?.file), 440, { from: 1 })).toBeGreaterThan(-30);
    expect(volumeAt(pathOf(sound?.file), 1_500, { from: 1 })).toBeLessThan(silentDb);
    expect(probe(pathOf(sound?.file)).frames).toBe(150);
    expect(probe(pathOf(film?.file)).frames).toBe(45);
    expect(Math.abs((film?.from ?? 0) - (sound?.from ?? 0))).toBeLessThan(200);
  });

  it('[RC3] [RC4] writes nothing of a person who has not accepted, or is left out', async () => {
    const { room, host } = await meeting(running);
    const [ben, cleo] = [
      await Sender.enter(running, room, 'Ben Unasked'),
      await Sender.enter(running, room, 'Cleo Leftout'),
    ];
    const mics = [await host.publish('mic'), await ben.publish('mic'), await cleo.publish('mic')] as const;
    await host.ask('recording:start', { chat: 'kept' });
    await host.heard('recording:begun');
    await cleo.ask('recording:answer', { answer: 'out' });
    await cleo.ask('chat:send', { text: 'words of the left-out person' });
    await host.ask('chat:send', { text: 'words of the host' });
    await host.ask('chat:sendPrivate', { to: cleo.id, text: 'words for one' });
    const streams = mics.map((mic, index) => [mic, tone({ seconds: 1, of: 400 + 400 * index })] as const);
    await send(streams);
    const link = await stopped(host);
    const { streams: files } = await manifestOf(running, link);
    expect(files.map(({ member }) => member)).toEqual([host.id]);
    const everything = everythingIn(folderOf(link.id));
    for (const secret of ['Ben Unasked', 'Cleo Leftout', 'left-out person', 'words for one', ben.id, cleo.id]) {
      expect(everything, secret).not.toContain(secret);
    }
    expect(everything).toContain('words of the host');
  });

  it('[RC4] writes a member from the moment of accepting, and not after being left out', async () => {
    const { room, host } = await meeting(running);
    const ben = await Sender.enter(running, room, 'Ben');
    const mic = await ben.publish('mic');
    const [before, during, after] = [300, 900, 1_500].map((of) => tone({ seconds: 1, of }));
    await host.ask('recording:start', { chat: 'kept' });
    await host.heard('recording:begun');
    await send([[mic, before ?? []]]);
    await ben.ask('recording:answer', { answer: 'accepted' });
    await send([[mic, during ?? []]]);
    await ben.ask('recording:answer', { answer: 'out' });
    await send([[mic, after ?? []]]);
    const link = await stopped(host);
    const { streams } = await manifestOf(running, link);
    expect(streams).toHaveLength(1);
    const path = join(folderOf(link.id), 'streams', streams[0]?.file ?? '');
    expect(volumeAt(path, 900)).toBeGreaterThan(-30);
    for (const gone of [300, 1_500]) expect(volumeAt(path, gone)).toBeLessThan(silentDb);
  });

  it('[RC4] a player understands the whole log although a member is left out and another accepts later', async () => {
    const { room, host } = await meeting(running);
    const [ben, cleo] = [await Sender.enter(running, room, 'Ben'), await Sender.enter(running, room, 'Cleo')];
    await host.ask('recording:start', { chat: 'kept' });
    await host.heard('recording:begun');
    await cleo.ask('recording:answer', { answer: 'out' });
    await ben.ask('recording:answer', { answer: 'accepted' });
    await host.ask('recording:pause');
    await host.ask('recording:resume');
    const log = await logOf(running, await stopped(host));
    const views = log.flatMap((line) => (line.is === 'view' ? [line.states] : []));
    expect(views.length).toBeGreaterThan(1);
    for (const states of views) {
      const wrong = features.filter(
        ({ contract: { name, state } }) => name in states && !state.safeParse(states[name]).success,
      );
      expect(wrong.map(({ contract: { name } }) => name)).toEqual([]);
    }
    expect(views.at(-1)?.[recording.name]).toMatchObject({
      answers: expect.objectContaining({ [ben.id]: 'accepted' }),
    });
  });

  it('[RC1] writes nothing in a pause, and its clock stands still', async () => {
    const { host } = await meeting(running);
    const mic = await host.publish('mic');
    const [before = [], during = [], after = []] = [300, 900, 1_500].map((of) => tone({ seconds: 1, of }));
    await host.ask('recording:start', { chat: 'kept' });
    await host.heard('recording:begun');
    await send([[mic, before]]);
    await host.ask('recording:pause');
    await host.ask('chat:send', { text: 'said in the pause' });
    await send([[mic, during]]);
    await host.ask('recording:resume');
    await send([[mic, after]]);
    const link = await stopped(host);
    const { streams, breaks, duration } = await manifestOf(running, link);
    expect(streams).toHaveLength(2);
    expect(breaks).toHaveLength(1);
    expect(streams[1]?.from).toBeGreaterThanOrEqual(breaks[0] ?? 0);
    expect(streams[1]?.from).toBeLessThan((breaks[0] ?? 0) + 500);
    expect(duration).toBeLessThan(3_000);
    const everything = everythingIn(folderOf(link.id));
    expect(everything).not.toContain('said in the pause');
    for (const { file } of streams)
      expect(volumeAt(join(folderOf(link.id), 'streams', file), 900)).toBeLessThan(silentDb);
  });

  it('[RK6] cuts a stretch out of sound, pictures and log for good', async () => {
    const { host } = await meeting(running);
    const mic = await host.publish('mic');
    await host.ask('recording:start', { chat: 'kept' });
    await host.heard('recording:begun');
    await send([[mic, tone({ seconds: 1, of: 300 })]]);
    await host.ask('chat:send', { text: 'to be cut' });
    await send([[mic, tone({ seconds: 1, of: 900, ssrc: 1 })]]);
    const link = await stopped(host);
    const { duration } = await manifestOf(running, link);
    const said = (await logOf(running, link)).find((line) => line.is === 'event' && line.name === 'chat:sent');
    const from = Math.max(0, (said?.at ?? 0) - 50);
    const path = `/api/recordings/${link.id}/cuts?key=${link.key}`;
    const input = { cuts: [{ from, until: duration }], duration, confirm: true };
    const stale = await running.http('POST', path, { ...input, duration: duration + 1 });
    expect(stale.status).toBe(409);
    const { json } = await running.http('POST', path, input);
    const after = Manifest.parse(json);
    expect(after.duration).toBe(from);
    expect(after.streams.at(-1)?.until).toBeLessThanOrEqual(from + 40);
    expect(everythingIn(folderOf(link.id))).not.toContain('to be cut');
    for (const { file } of after.streams) {
      expect(volumeAt(join(folderOf(link.id), 'streams', file), 900)).toBeLessThan(silentDb);
    }
    expect(readdirSync(join(running.folder, 'recordings'))).toEqual([link.id]);
  });

  it('[RK1] goes on when the process that writes was killed', async () => {
    const { host } = await meeting(running);
    const mic = await host.publish('mic');
    await host.ask('recording:start', { chat: 'kept' });
    await host.heard('recording:begun');
    await send([[mic, tone({ seconds: 2, of: 300 })]]);
    const pid = running.server.recorder() ?? 0;
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => running.server.recorder()).not.toBe(pid);
    await send([[mic, tone({ seconds: 1, of: 900 })]]);
    const link = await stopped(host);
    const { streams } = await manifestOf(running, link);
    expect(streams).toHaveLength(2);
    const [first, second] = streams;
    expect((first?.until ?? 0) - (first?.from ?? 0)).toBeGreaterThan(1_000);
    expect(volumeAt(join(folderOf(link.id), 'streams', first?.file ?? ''), 300)).toBeGreaterThan(-30);
    expect(volumeAt(join(folderOf(link.id), 'streams', second?.file ?? ''), 900)).toBeGreaterThan(-30);
  });

  it('[RC7] stops with words when the disk fails, and keeps what there is', async () => {
    const { host } = await meeting(running);
    const mic = await host.publish('mic');
    await host.ask('recording:start', { chat: 'kept' });
    await host.heard('recording:begun');
    await send([[mic, tone({ seconds: 2, of: 300 })]]);
    // Nothing can be appended to a folder.
    const [id = ''] = readdirSync(join(running.folder, 'recordings'));
    execFileSync('mv', [join(folderOf(id), 'log.jsonl'), join(folderOf(id), 'kept.jsonl')]);
    execFileSync('mkdir', [join(folderOf(id), 'log.jsonl')]);
    await host.ask('chat:send', { text: 'is not written' });
    expect(await host.heard('recording:stopped')).toMatchObject({ why: 'disk' });
    const link = Linked.parse(await host.heardAfter('recording:linked', 'recording:stopped'));
    const { streams } = await manifestOf(running, link);
    expect((streams[0]?.until ?? 0) - (streams[0]?.from ?? 0)).toBeGreaterThan(1_000);
  });
});

it('[RC8] goes on after a restart of the server', async () => {
  const { host } = await meeting(running);
  await host.ask('recording:start', { chat: 'kept' });
  await host.heard('recording:begun');
  await host.ask('chat:send', { text: 'before the restart' });
  const { seat } = host.line.welcome;
  host.close();
  await running.stop();
  await running.start();
  const back = await running.connect({ seat });
  const heard = (name: string) => expect.poll(() => back.heard.find((one) => one.name === name)?.payload);
  await expect
    .poll(async () => (await running.server.rooms.find(host.room))?.whole.recording)
    .toMatchObject({ recording: { run: { is: 'running' } } });
  await back.ask('chat:send', { text: 'after the restart' }, 'after-1');
  await back.ask('recording:stop', {}, 'after-2');
  await heard('recording:linked').toBeDefined();
  const link = Linked.parse(back.heard.find(({ name }) => name === 'recording:linked')?.payload);
  const lines = await logOf(running, link);
  expect(lines.filter(({ is }) => is === 'view')).toHaveLength(2);
  const texts = JSON.stringify(lines);
  expect(texts).toContain('before the restart');
  expect(texts).toContain('after the restart');
});

it('writes nothing to the disk unless a recording was started', async () => {
  const { host } = await meeting(running);
  await host.ask('chat:send', { text: 'hello' });
  await host.ask('recording:answer', { answer: 'out' });
  expect(readdirSync(running.folder)).not.toContain('recordings');
  expect(running.server.recorder()).toBeUndefined();
});

it('[RK4] gives moderators of a room without a space the link, and others nothing', async () => {
  const { room, host } = await meeting(running);
  const ben = await running.enter(room, 'Ben');
  await host.ask('recording:start', { chat: 'kept' });
  await host.heard('recording:begun');
  // When a meeting ends for everyone, nobody is left to be told at the end.
  const early = await host.heardAfter('recording:linked', 'recording:begun');
  const link = await stopped(host);
  expect(early).toEqual(link);
  expect(await manifestOf(running, link)).toMatchObject({ manages: true });
  expect(ben.heard.map(({ name }) => name)).not.toContain('recording:linked');
});

it('[RC7] is refused while the disk is full', async () => {
  await running.close();
  let free = 100;
  running = await Running.create({ office: undefined }, { disk: { freeBytes: 50, readFree: async () => free } });
  const { host } = await meeting(running);
  free = 40;
  await host.ask('recording:start', { chat: 'kept' });
  expect(await host.heard('recording:refused')).toEqual({ why: 'diskFull' });
  expect(readdirSync(running.folder)).not.toContain('recordings');
});

it('[RC5] keeps the chat without authors, or leaves it out, as the member who started it says', async () => {
  for (const chat of ['anonymous', 'none'] as const) {
    const { host } = await meeting(running);
    await host.ask('recording:start', { chat });
    await host.heard('recording:begun');
    await host.ask('chat:send', { text: 'what was said' });
    const lines = await logOf(running, await stopped(host));
    const said = lines.filter((line) => line.is === 'event' && line.name === 'chat:sent');
    expect(said).toHaveLength(chat === 'none' ? 0 : 1);
    expect(JSON.stringify(said)).not.toContain('Ana Host');
    expect(JSON.stringify(said)).not.toContain(host.id);
    // Where one member is the host, the role is a name.
    expect(JSON.stringify(said)).not.toContain('"role"');
  }
});

it('[RC1] refuses members without the right, and begins no second recording', async () => {
  const { room, host } = await meeting(running);
  const ben = await running.enter(room, 'Ben');
  expect(await ben.ask('recording:start', { chat: 'kept' })).toMatchObject({ ok: false, code: 'forbidden' });
  await host.ask('recording:start', { chat: 'kept' });
  await host.heard('recording:begun');
  expect(await host.line.ask('recording:start', { chat: 'kept' })).toMatchObject({ ok: true });
  expect(host.line.heard.filter(({ name }) => name === 'recording:asked')).toHaveLength(1);
  for (const command of ['pause', 'resume', 'stop']) {
    expect(await ben.ask(`recording:${command}`, {})).toMatchObject({ ok: false, code: 'forbidden' });
  }
});

it('[RK8] answers ranges, and refuses ranges beyond the end, names that are paths and foreign files', async () => {
  const { host } = await meeting(running);
  await host.ask('recording:start', { chat: 'kept' });
  await host.heard('recording:begun');
  const { id, key } = await stopped(host);
  const log = `/api/recordings/${id}/log?key=${key}`;
  const whole = await running.http('GET', log);
  const part = await running.http('GET', log, undefined, { range: 'bytes=2-9' });
  expect([part.status, part.text]).toEqual([206, whole.text.slice(2, 10)]);
  expect(part.headers.get('content-range')).toBe(`bytes 2-9/${whole.text.length}`);
  const last = await running.http('GET', log, undefined, { range: 'bytes=-5' });
  expect(last.text).toBe(whole.text.slice(-5));
  expect((await running.http('GET', log, undefined, { range: `bytes=${whole.text.length}-` })).status).toBe(416);
  for (const file of ['..%2F..%2Fplenum.db', '%2Fetc%2Fpasswd', '0001.webm%00', '9999.webm']) {
    const { status } = await running.http('GET', `/api/recordings/${id}/streams/${file}?key=${key}`);
    expect(status, file).toBe(404);
  }
  expect((await running.http('GET', `/api/recordings/${id}/log?key=wrong`)).status).toBe(404);
  expect((await running.http('GET', `/api/recordings/${id}`)).status).toBe(404);
});

it('[RK7] [RK9] moves a recording to the bin, restores it, and erases it with all files', async () => {
  const { host } = await meeting(running);
  await host.ask('recording:start', { chat: 'kept' });
  await host.heard('recording:begun');
  const { id, key } = await stopped(host);
  const at = `/api/recordings/${id}`;
  const asked = (method: string, path: string, body?: unknown) => running.http(method, `${path}?key=${key}`, body);
  await asked('PATCH', at, { title: 'The talk', state: 'published', visibility: 'link' });
  const read = await asked('GET', at);
  expect(read.json).toMatchObject({ title: 'The talk', state: 'published', visibility: 'link', views: 0 });
  const played = await running.http('GET', `${at}?key=${Manifest.parse(read.json).key}`);
  expect(played.json).toMatchObject({ manages: false, views: 1 });
  expect(played.text).not.toContain(key);
  expect((await asked('POST', `${at}/restoration`)).status).toBe(409);
  expect((await asked('DELETE', at)).status).toBe(200);
  expect((await running.http('GET', `${at}?key=${Manifest.parse(read.json).key}`)).status).toBe(404);
  expect((await asked('POST', `${at}/restoration`)).json).toMatchObject({ state: 'unpublished' });
  await asked('DELETE', at);
  await asked('DELETE', at);
  expect((await asked('GET', at)).status).toBe(404);
  expect(readdirSync(join(running.folder, 'recordings'))).toEqual([]);
});
