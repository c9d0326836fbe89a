import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plainFiles } from '../src/recording/files/RecordingFiles.ts';
import { RecordingFolder } from '../src/recording/RecordingFolder.ts';
import { RecordingWriter } from '../src/recording/child/RecordingWriter.ts';
import type { Word } from '../src/recording/child/wire.ts';
import { depth } from './long.ts';
import { manifestOf, meeting, recorded, stopped } from './recordings.ts';
import { colourAt, hasFfmpeg, picture, probe, type TimedPacket, tone, volumeAt } from './rtpStreams.ts';
import { Running } from './running.ts';
import { send, Sender } from './sender.ts';

/** Packets with the numbers and the times that follow others, `ms` after the first of those. */
function following(before: readonly TimedPacket[], packets: readonly TimedPacket[], ms: number): TimedPacket[] {
  const last = before.at(-1)?.packet.readUInt16BE(2) ?? 0;
  const first = packets[0]?.packet.readUInt16BE(2) ?? 0;
  return packets.map(({ at, packet }) => {
    const own = Buffer.from(packet);
    own.writeUInt16BE((own.readUInt16BE(2) - first + last + 1) & 0xffff, 2);
    own.writeUInt32BE(own.readUInt32BE(4) + ms * 90, 4);
    return { at, packet: own };
  });
}

describe.skipIf(!hasFfmpeg)('what a sender sends', () => {
  let root: string;
  let writer: RecordingWriter;
  let words: Word[];
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'plenum-bad-'));
    words = [];
    writer = RecordingWriter.open(join(root, 'one'), (word) => words.push(word), plainFiles);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const open = (id: number, codec: 'opus' | 'vp8') =>
    writer.open({
      do: 'open',
      id,
      folder: join(root, 'one'),
      member: 'ana',
      source: codec === 'opus' ? 'mic' : 'camera',
      codec,
      origin: 0,
    });
  const push = (id: number, packets: readonly TimedPacket[], after = 0) => {
    for (const { at, packet } of packets) writer.packet(id, after + at, packet);
  };
  const files = async () => {
    writer.finish();
    expect(words.filter(({ is }) => is === 'failed')).toEqual([]);
    const { streams } = await new RecordingFolder(root, 'one', plainFiles).read();
    return streams.map((one) => ({ ...one, path: join(root, 'one', 'streams', one.file) }));
  };

  it('is whole when its picture has odd sizes', async () => {
    open(1, 'vp8');
    push(1, picture({ seconds: 2, of: 'red', size: [321, 243] }));
    const [film] = await files();
    expect(probe(film?.path ?? '').frames).toBe(30);
    expect(colourAt(film?.path ?? '', 1)[0]).toBeGreaterThan(150);
  });

  it('is whole when its picture changes size in the middle', async () => {
    open(1, 'vp8');
    const before = picture({ seconds: 2, of: 'red' });
    push(1, before);
    // Another layer of the camera: the engine goes on counting.
    push(1, following(before, picture({ seconds: 2, of: 'blue', size: [160, 120] }), 2_000), 2_000);
    const all = await files();
    expect(all.reduce((sum, { path }) => sum + probe(path).frames, 0)).toBe(60);
    const last = all.at(-1)?.path ?? '';
    expect(colourAt(all[0]?.path ?? '', 1)[0]).toBeGreaterThan(150);
    expect(colourAt(last, all.length === 1 ? 3 : 1)[2]).toBeGreaterThan(150);
  });

  it('begins with the first key frame, which is asked for, and has nothing before it', async () => {
    open(1, 'vp8');
    // The first group of pictures without its key frame: pictures that need one which never came.
    const all = picture({ seconds: 4, of: 'red' });
    push(
      1,
      all.filter(({ at }) => at > 60),
    );
    expect(words.some(({ is }) => is === 'keyFrame')).toBe(true);
    const [film] = await files();
    expect(film?.from).toBeGreaterThan(1_900);
    expect(probe(film?.path ?? '').frames).toBe(30);
  });

  it('is told apart when an SSRC comes again with other numbers and times', async () => {
    open(1, 'opus');
    push(1, tone({ seconds: 2, of: 300, ssrc: 7 }));
    writer.close(1);
    open(2, 'opus');
    push(2, tone({ seconds: 2, of: 900, ssrc: 7 }), 3_000);
    const [first, second] = await files();
    expect(volumeAt(first?.path ?? '', 300, { from: 1 })).toBeGreaterThan(-30);
    expect(volumeAt(second?.path ?? '', 900, { from: 1 })).toBeGreaterThan(-30);
    expect(volumeAt(second?.path ?? '', 300, { from: 1 })).toBeLessThan(-40);
    expect(second?.from).toBeGreaterThanOrEqual(2_900);
  });

  it('has a file for each of 200 starts and stops, and all of them play', async () => {
    const packets = tone({ seconds: 0.2, of: 440 });
    for (let turn = 0; turn < 200; turn += 1) {
      open(turn, 'opus');
      push(turn, packets, turn * 1_000);
      writer.close(turn);
    }
    const all = await files();
    expect(all).toHaveLength(200);
    expect(new Set(all.map(({ file }) => file)).size).toBe(200);
    for (const { path } of all.filter((_, index) => index % 40 === 0)) expect(probe(path).frames).toBe(packets.length);
  });
});

describe('a recording', () => {
  let running: Running;
  beforeEach(async () => {
    running = await Running.create({ office: undefined });
  });
  afterEach(() => running.close());

  it('[RC7] is refused with words where its folder cannot be written, and the meeting goes on', async () => {
    const { host } = await meeting(running);
    rmSync(join(running.folder, 'recordings'), { recursive: true, force: true });
    writeFileSync(join(running.folder, 'recordings'), 'a file in the place of the folder');
    await host.ask('recording:start', { chat: 'kept' });
    const why = { why: 'disk' };
    await expect
      .poll(
        () => host.line.heard.find(({ name }) => ['recording:refused', 'recording:stopped'].includes(name))?.payload,
      )
      .toMatchObject(why);
    await host.ask('chat:send', { text: 'We go on.' });
    rmSync(join(running.folder, 'recordings'));
    // The next one is written.
    await recorded(host);
    expect((await manifestOf(running, await stopped(host))).state).toBe('ready');
  });

  it.skipIf(!hasFfmpeg)('[RC3] has nothing of a person who left and returned, until they accept again', async () => {
    const { host, room } = await meeting(running);
    const ben = await Sender.enter(running, room, 'Ben');
    await recorded(host);
    await ben.ask('recording:answer', { answer: 'accepted' });
    const mic = await ben.publish('mic');
    await send([[mic, tone({ seconds: 1, of: 300 })]]);
    await ben.ask('presence:leave');
    ben.close();
    const back = await Sender.enter(running, room, 'Ben');
    const second = await back.publish('mic');
    await send([[second, tone({ seconds: 1, of: 900 })]]);
    await back.ask('recording:answer', { answer: 'accepted' });
    await send([[second, tone({ seconds: 1, of: 1_500 })]]);
    const link = await stopped(host);
    const { streams } = await manifestOf(running, link);
    const path = (file = '') => join(running.folder, 'recordings', link.id, 'streams', file);
    expect(streams.map(({ member }) => member)).toEqual([ben.id, back.id]);
    expect(volumeAt(path(streams[0]?.file), 300)).toBeGreaterThan(-30);
    expect(volumeAt(path(streams[1]?.file), 1_500)).toBeGreaterThan(-30);
    for (const { file } of streams) expect(volumeAt(path(file), 900)).toBeLessThan(-40);
  });

  it('[RK3] [RK8] is opened by its own link alone, as long as the link is good', async () => {
    const { host } = await meeting(running);
    await recorded(host);
    const first = await stopped(host);
    await recorded(host);
    const second = await stopped(host);
    expect(second.id).not.toBe(first.id);
    const at = (path: string) => running.http('GET', `/api/recordings/${path}`);
    expect((await at(`${first.id}?key=${second.key}`)).status).toBe(404);
    expect((await at(`${first.id}/log?key=${second.key}`)).status).toBe(404);
    const { key } = await manifestOf(running, first);
    const set = (state: string) =>
      running.http('PATCH', `/api/recordings/${first.id}?key=${first.key}`, { state, visibility: 'link' });
    await set('published');
    expect((await at(`${first.id}?key=${key}`)).status).toBe(200);
    await set('unpublished');
    expect((await at(`${first.id}?key=${key}`)).status).toBe(404);
    await set('published');
    await running.http('DELETE', `/api/recordings/${first.id}?key=${first.key}`);
    expect((await at(`${first.id}/log?key=${key}`)).status).toBe(404);
  });

  it('[RC1] can be started and stopped again and again, and each has what was said in it', async () => {
    const { host } = await meeting(running);
    const found: string[] = [];
    for (let turn = 0; turn < depth(8, 200); turn += 1) {
      const again = async (command: string, input?: object) => {
        for (;;) {
          const reply = await host.line.ask(command, input ?? {});
          if (reply.ok) return;
          // Each command has a limit of its own.
          expect(reply.code).toBe('limited');
          await new Promise((resolve) => setTimeout(resolve, 500));
        }
      };
      const begun = host.line.heard.length;
      await again('recording:start', { chat: 'kept' });
      await expect.poll(() => host.line.heard.slice(begun).some(({ name }) => name === 'recording:begun')).toBe(true);
      await again('chat:send', { text: `turn ${turn}.` });
      await again('recording:stop');
      await expect
        .poll(() => host.line.heard.slice(begun).filter(({ name }) => name === 'recording:linked').length)
        .toBe(2);
      const link = host.line.heard.findLast(({ name }) => name === 'recording:linked')?.payload as {
        id: string;
        key: string;
      };
      const { text } = await running.http('GET', `/api/recordings/${link.id}/log?key=${link.key}`);
      expect(text).toContain(`turn ${turn}.`);
      expect(text).not.toContain(`turn ${turn - 1}.`);
      found.push(link.id);
    }
    expect(new Set(found).size).toBe(found.length);
  });
});
