import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Manifest } from '@plenum/shared/api/recording/contract';
import { sweepImports } from '../src/recording/archive/sweepImports.ts';
import { contentsOf } from '../src/recording/contentsOf.ts';
import { CommandLine } from './commandLine.ts';
import { counted } from './counted.ts';
import { type Link, logOf, manifestOf, meeting, recorded, stopped } from './recordings.ts';
import { RecordScene } from './recordScene.ts';
import { hasFfmpeg, picture, tone, volumeAt } from './rtpStreams.ts';
import { Running } from './running.ts';
import { send } from './sender.ts';
import { tar, type TarFile, untar } from './tarFiles.ts';

const key = () => randomBytes(32).toString('base64');

async function* inPieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += 4_096) yield bytes.subarray(from, from + 4_096);
}

describe.skipIf(!hasFfmpeg)('a recording moves to another server', { timeout: 120_000 }, () => {
  let here: Running;
  let there: Running;
  let scene: RecordScene;
  let commands: { here: CommandLine; there: CommandLine };
  let folder: string;
  let link: Link;
  let slug: string;
  let space: string;
  let archive: string;
  let exported: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'plenum-travel-'));
    [here, there] = [await Running.create({ office: undefined }), await Running.create({ office: undefined })];
    // Each encrypts with a key of its own.
    for (const one of [here, there]) {
      await one.stop();
      one.recordingKeys = [key()];
      one.settings = { importBytes: 48 * 1024 * 1024 };
      await one.start();
    }
    scene = await RecordScene.create(there);
    ({ slug, id: space } = await scene.newSpace());
    commands = { here: await CommandLine.open(here), there: await CommandLine.open(there) };
    const { host } = await meeting(here);
    const [mic, camera] = [await host.publish('mic'), await host.publish('camera')];
    await recorded(host);
    await host.ask('chat:send', { text: 'We meet again.' });
    await send([
      [mic, tone({ seconds: 2, of: 440 })],
      [camera, picture({ seconds: 2, of: 'red' })],
    ]);
    link = await stopped(host);
    host.close();
    const query = new URLSearchParams({ key: link.key, lang: 'de', kind: 'captions', label: 'Deutsch' }).toString();
    const words = 'WEBVTT\n\n00:00.000 --> 00:01.000\nWir treffen uns <wieder>.\n';
    const as = { 'content-type': 'application/octet-stream' };
    await here.http('POST', `/api/recordings/${link.id}/captions?${query}`, words, as);
    const shelf = join(here.folder, 'files', contentsOf(link.id));
    mkdirSync(shelf, { recursive: true });
    writeFileSync(join(shelf, 'a'.repeat(32)), 'the bytes of a page');
    archive = join(folder, 'meeting.tgz');
    exported = (await commands.here.run('export-recording', link.id, archive)).out;
  }, 120_000);
  afterAll(async () => {
    await commands.here.close();
    await commands.there.close();
    await here.close();
    await there.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const inThere = () => readdirSync(join(there.folder, 'recordings')).toSorted();
  const shelvesThere = () => readdirSync(join(there.folder, 'files')).filter((one) => one.startsWith('rec-'));

  it('[RK16] plays there as it did, encrypted with the key of that server, for the hosts of the space', async () => {
    expect(exported).toContain('not encrypted');
    const { out } = await commands.there.run('import-recording', archive, slug);
    const [, id = ''] = /\/recordings\/([\w-]+)/.exec(out) ?? [];
    const before = await manifestOf(here, link);
    const cookie = scene.cookie('host');
    const { json } = await there.http('GET', `/api/recordings/${id}`, undefined, cookie);
    const after = Manifest.parse(json);
    expect(after).toMatchObject({ state: 'unpublished', visibility: 'hosts', space, manages: true, views: 0 });
    for (const same of [
      'title',
      'duration',
      'streams',
      'breaks',
      'chat',
      'startedAt',
      'chapters',
      'captions',
    ] as const) {
      expect(after[same], same).toEqual(before[same]);
    }
    expect(after.captions).toHaveLength(1);
    const captions = await there.http('GET', `/api/recordings/${id}/captions/0001.vtt`, undefined, cookie);
    expect(captions.text).toContain('Wir treffen uns');
    const log = await there.http('GET', `/api/recordings/${id}/log`, undefined, cookie);
    expect(log.text.trim().split('\n')).toHaveLength((await logOf(here, link)).length);
    expect(log.text).toContain('We meet again.');
    const sound = after.streams.find(({ source }) => source === 'mic')?.file ?? '';
    const path = `/api/recordings/${id}/streams/${sound}`;
    const response = await fetch(there.origin + path, { headers: cookie });
    const copy = join(folder, 'sound.webm');
    writeFileSync(copy, Buffer.from(await response.arrayBuffer()));
    expect(volumeAt(copy, 440, { from: 1 })).toBeGreaterThan(-30);
    const content = await there.http('GET', `/api/recordings/${id}/contents/${'a'.repeat(32)}`, undefined, cookie);
    expect(content.text).toBe('the bytes of a page');
    for (const one of readdirSync(join(there.folder, 'recordings', id), { recursive: true, withFileTypes: true })) {
      if (!one.isFile()) continue;
      const bytes = readFileSync(join(one.parentPath, one.name));
      for (const text of ['We meet again.', 'Wir treffen uns', 'OpusHead', 'began'])
        expect(bytes.includes(text)).toBe(false);
    }
    expect((await there.http('GET', `/api/recordings/${id}`, undefined, scene.cookie('stranger'))).status).toBe(404);
  });

  it('[RK16] travels with its space too, and an archive of a space whose recordings lie is refused as a whole', async () => {
    const own = await scene.newSpace();
    await commands.there.run('import-recording', archive, own.slug);
    const path = join(folder, 'space.tgz');
    expect(await commands.there.run('export', own.slug, path)).toMatchObject({ code: 0 });
    const owner = here.identity.add('new-owner', { email: 'owner@here.example' });
    const before = readdirSync(join(here.folder, 'recordings')).toSorted();
    const files = untar(gunzipSync(readFileSync(path)));
    const manifest = JSON.parse(files[0]?.body.toString() ?? '') as { entries: { path: string; sha256: string }[] };
    const moved = (from: string, to: string) => {
      const entries = manifest.entries.map((one) => ({ ...one, path: one.path.replace(from, to) }));
      const first = { name: 'manifest.json', body: Buffer.from(JSON.stringify({ ...manifest, entries })) };
      return gzipSync(tar([first, ...files.slice(1).map((one) => ({ ...one, name: one.name.replace(from, to) }))]));
    };
    const log = files.find(({ name }) => name === 'recordings/0/log.jsonl');
    for (const bad of [
      moved('recordings/0/', 'recordings/5/'),
      moved('recordings/0/streams/', 'recordings/1/streams/'),
      moved('recordings/0/log.jsonl', 'recordings/0/../log.jsonl'),
    ]) {
      const importing = here.server.orders.importSpace(inPieces(bad), owner.email, 'other-yard');
      await expect(importing).rejects.toMatchObject({ code: 'invalid' });
      expect(readdirSync(join(here.folder, 'recordings')).toSorted()).toEqual(before);
    }
    // The tier of an account of its own allows no recordings at first.
    const beyond = here.server.orders.importSpace(inPieces(readFileSync(path)), owner.email, undefined);
    await expect(beyond).rejects.toMatchObject({ code: 'full', met: { limit: 'recordingBytes' } });
    expect(readdirSync(join(here.folder, 'recordings')).toSorted()).toEqual(before);
    const { ask } = here.store;
    for (const tier of await ask.tiers.list()) {
      const limits = { ...tier.limits, recordingBytes: 10_000_000 };
      await ask.tiers.set({ acting: scene.as('operator'), tier: { ...tier, limits } });
    }
    const { slug: there2 } = await here.server.orders.importSpace(inPieces(readFileSync(path)), owner.email, undefined);
    expect(there2).toBe(own.slug);
    const [id = ''] = readdirSync(join(here.folder, 'recordings')).filter((one) => !before.includes(one));
    const cookie = { cookie: here.identity.cookieOf('new-owner') };
    const { json } = await here.http('GET', `/api/recordings/${id}`, undefined, cookie);
    expect(Manifest.parse(json).streams).toEqual((await manifestOf(here, link)).streams);
    const text = (await here.http('GET', `/api/recordings/${id}/log`, undefined, cookie)).text;
    // Lines of features that know more come as they were.
    expect(text.split('\n')).toHaveLength(log?.body.toString().split('\n').length ?? 0);
  });

  it('removes what is left of an import in whose middle the server died', async () => {
    const left = join(there.folder, 'recordings', 'abc.import');
    mkdirSync(left);
    await sweepImports(join(there.folder, 'recordings'), Date.now());
    expect(inThere()).toContain('abc.import');
    await sweepImports(join(there.folder, 'recordings'), Date.now() + 25 * 3_600_000);
    expect(inThere()).not.toContain('abc.import');
  });

  it('[RK16] a damaged, cut, foreign or hostile archive is refused with words, and nothing of it stays', async () => {
    const [recordings, shelves] = [inThere(), shelvesThere()];
    const files = untar(gunzipSync(readFileSync(archive)));
    const body = (name: string) => files.find((one) => one.name === name)?.body ?? Buffer.alloc(0);
    const stream = files.find(({ name }) => name.startsWith('streams/')) ?? { name: '', body: Buffer.alloc(0) };
    const summed = (list: readonly TarFile[], change: (entries: object[]) => object[] = (same) => same) => {
      const others = list.filter(({ name }) => name !== 'manifest.json');
      const entries = others.map(({ name: path, body: content }) => {
        return { path, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
      });
      const about = JSON.parse(body('manifest.json').toString()) as object;
      const manifest = Buffer.from(JSON.stringify({ ...about, entries: change(entries) }));
      return [{ name: 'manifest.json', body: manifest }, ...others];
    };
    const packed = (list: readonly TarFile[]) => gzipSync(tar(list));
    const instead = (name: string, content: string | Buffer) =>
      packed(summed(files.map((one) => (one.name === name ? { ...one, body: Buffer.from(content) } : one))));
    const and = (name: string, content: string | Buffer) =>
      packed(summed([...files, { name, body: Buffer.from(content) }]));
    const index = body('index.jsonl').toString();
    const lines = (change: (line: Record<string, unknown>) => object) =>
      instead(
        'index.jsonl',
        index
          .trim()
          .split('\n')
          .map((line) => `${JSON.stringify(change(JSON.parse(line) as Record<string, unknown>))}\n`)
          .join(''),
      );
    const record = JSON.parse(body('recording.json').toString()) as Record<string, unknown>;
    const recordWith = (more: object) => instead('recording.json', JSON.stringify({ ...record, ...more }));
    const whole = readFileSync(archive);
    const bad: Record<string, Buffer> = {
      'not an archive': randomBytes(4_000),
      'an empty file': Buffer.alloc(0),
      'cut in the middle': whole.subarray(0, whole.length / 2),
      'captions without words': instead('captions/0001.vtt', 'WEBVTT\n'),
      'captions that the index does not name': and('captions/0002.vtt', body('captions/0001.vtt')),
      'captions that are missing': packed(summed(files.filter(({ name }) => name !== 'captions/0001.vtt'))),
      'captions under the name of a path': and('captions/../0001.vtt', body('captions/0001.vtt')),
      'captions in no language': lines((line) => (line['is'] === 'captions' ? { ...line, lang: '../..' } : line)),
      'captions twice': instead('index.jsonl', index + index.trim().split('\n').at(-1) + '\n'),
      'a changed byte': Buffer.concat([
        whole.subarray(0, 2_000),
        Buffer.from([(whole[2_000] ?? 0) ^ 1]),
        whole.subarray(2_001),
      ]),
      'a wrong sum': packed(summed(files, (entries) => entries.map((one) => ({ ...one, sha256: '0'.repeat(64) })))),
      'sizes that lie': packed(
        summed(files, (entries) => entries.map((one, at) => (at === 3 ? { ...one, bytes: 1 } : one))),
      ),
      'a promise of a terabyte': packed(summed(files, (entries) => entries.map((one) => ({ ...one, bytes: 1e12 })))),
      'a bomb': packed(
        summed([...files, { name: `contents/${'b'.repeat(32)}`, body: Buffer.alloc(80 * 1024 * 1024) }]),
      ),
      'more than its table': packed([...summed(files), { name: 'contents/more', body: Buffer.from('x') }]),
      'less than its table': packed(summed(files).slice(0, -1)),
      'duplicate names': packed(summed([...files, stream])),
      'a duplicate name outside of the table': packed([...summed(files), stream]),
      'the archive of a space': packed(
        summed(files).map((one) =>
          one.name === 'manifest.json'
            ? { ...one, body: Buffer.from(one.body.toString().replace('plenum-recording', 'plenum-space')) }
            : one,
        ),
      ),
      'of a newer Plenum': packed(
        summed(files).map((one) =>
          one.name === 'manifest.json'
            ? { ...one, body: Buffer.from(one.body.toString().replace('"version":1', '"version":99')) }
            : one,
        ),
      ),
      'a link': packed(summed(files).map((one) => (one.name === stream.name ? { ...one, type: '2' } : one))),
      'a hard link': packed(summed(files).map((one) => (one.name === stream.name ? { ...one, type: '1' } : one))),
      'a folder': packed([...summed(files), { name: 'streams/', body: Buffer.alloc(0), type: '5' }]),
      'a device': packed([...summed(files), { name: 'streams/9999.webm', body: Buffer.alloc(0), type: '3' }]),
      'a way out (slip)': and('../../plenum.db', 'x'),
      'an absolute path': and('/etc/passwd', 'x'),
      'a way out in streams': and('streams/../../log.jsonl', 'x'),
      'a way out in contents': and('contents/../../../plenum.db', 'x'),
      'a stream that the index does not name': and('streams/0999.webm', stream.body),
      'a stream that is missing': packed(summed(files.filter(({ name }) => name !== stream.name))),
      'no log': packed(summed(files.filter(({ name }) => name !== 'log.jsonl'))),
      'no index': packed(summed(files.filter(({ name }) => name !== 'index.jsonl'))),
      'no record': packed(summed(files.filter(({ name }) => name !== 'recording.json'))),
      'a log that is no JSON': instead('log.jsonl', 'not JSON\n'),
      'a log that breaks off': instead('log.jsonl', body('log.jsonl').subarray(0, -5)),
      'a log beyond the end': instead(
        'log.jsonl',
        `${JSON.stringify({ is: 'event', at: 1e7, name: 'chat:sent', payload: {} })}\n`,
      ),
      'a log before the beginning': instead(
        'log.jsonl',
        `${JSON.stringify({ is: 'event', at: -5, name: 'chat:sent', payload: {} })}\n`,
      ),
      'an index that is none': instead('index.jsonl', '{"is":"other"}\n'),
      'an index without an end': instead('index.jsonl', index.split('\n').slice(0, -2).join('\n') + '\n'),
      'an index that names a file twice': instead('index.jsonl', index.split('\n')[0] + '\n' + index),
      'a stretch of a year': lines((line) => (line['is'] === 'ended' ? { ...line, lasts: 3.2e10 } : line)),
      'a stretch of negative length': lines((line) => (line['is'] === 'ended' ? { ...line, lasts: -1 } : line)),
      'a stretch beyond the end': lines((line) => (line['is'] === 'began' ? { ...line, from: 5e6 } : line)),
      'an index that lies about bytes': lines((line) => (line['is'] === 'ended' ? { ...line, bytes: 7 } : line)),
      'a file with a path': lines((line) => ('file' in line ? { ...line, file: '../0001.webm' } : line)),
      'a recording of a year': lines((line) => (line['is'] === 'stopped' ? { ...line, at: 3.2e10 } : line)),
      'a record with more': recordWith({ id: 'mine' }),
      'a record without a title': recordWith({ title: '' }),
      'a record with a long title': recordWith({ title: 'x'.repeat(5_000) }),
      'a record with a thousand chapters': recordWith({
        chapters: Array.from({ length: 1_000 }, () => ({ at: 1, title: 'x' })),
      }),
      'a record with a chapter in the past': recordWith({ chapters: [{ at: -1, title: 'x' }] }),
    };
    // The index says how long each file is, so a file that is no WebM keeps its length.
    const same = (content: Buffer) => instead(stream.name, content);
    bad['a stream that is no WebM'] = same(Buffer.alloc(stream.body.length, 'x'));
    bad['a stream of empty elements'] = same(
      Buffer.concat([stream.body.subarray(0, 200), Buffer.from('ec80'.repeat(stream.body.length), 'hex')]).subarray(
        0,
        stream.body.length,
      ),
    );
    const short = stream.body.subarray(0, -10);
    const shorter = index.replace(`"bytes":${stream.body.length}`, `"bytes":${short.length}`);
    const broken = new Map([
      [stream.name, short],
      ['index.jsonl', Buffer.from(shorter)],
    ]);
    bad['a stream that breaks off'] = packed(
      summed(files.map(({ name, body: own }) => ({ name, body: broken.get(name) ?? own }))),
    );
    let refused = 0;
    for (const [what, bytes] of Object.entries(bad)) {
      const importing = there.server.orders.importRecording(inPieces(bytes), slug);
      const words = { name: 'AppError', code: expect.stringMatching(/^(invalid|full)$/) };
      await expect(
        importing.catch((error: unknown) => error),
        what,
      ).resolves.toMatchObject({ ...words, message: expect.stringMatching(/\.$/) });
      expect([inThere(), shelvesThere()], what).toEqual([recordings, shelves]);
      refused += 1;
    }
    expect(refused).toBeGreaterThan(40);
    counted('Archives of recordings', refused, 'damaged, foreign and hostile ones refused, and nothing of them stays');
  });

  it('[RK16] an archive is refused for a space that is not there, and one beyond the limit of the organisation', async () => {
    const nowhere = await commands.there.run('import-recording', archive, 'nowhere');
    expect([nowhere.code, nowhere.errors]).toEqual([1, expect.stringContaining('There is no space')]);
    const missing = await commands.here.run('export-recording', 'nothing', join(folder, 'nothing.tgz'));
    expect([missing.code, missing.errors]).toEqual([1, expect.stringContaining('There is no recording')]);
  });
});
