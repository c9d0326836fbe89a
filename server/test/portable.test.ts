import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { firstSettings } from '@plenum/shared/api/space/settings';
import { chat, ChatFile } from '@plenum/shared/features/chat/contract';
import { TestCluster } from '../src/storage/testing/TestCluster.ts';
import { bring } from './apiScene.ts';
import { CommandLine } from './commandLine.ts';
import { counted } from './counted.ts';
import { RecordScene } from './recordScene.ts';
import { Running } from './running.ts';
import { tar, type TarFile, untar } from './tarFiles.ts';

const found = TestCluster.programs();

describe.each([
  ['SQLite to PostgreSQL', false],
  ['PostgreSQL to SQLite', true],
] as const)('a space moves from %s', (_name, fromPostgres) => {
  describe.skipIf(found === undefined)('', { timeout: 120_000 }, () => {
    let cluster: TestCluster;
    let here: Running;
    let there: Running;
    let scene: RecordScene;
    let commands: { here: CommandLine; there: CommandLine };
    let folder: string;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'plenum-portable-'));
      cluster = await TestCluster.create(found ?? '');
      const onPostgres = { options: { databaseUrl: await cluster.createDatabase() } };
      here = await Running.create({}, fromPostgres ? onPostgres : {});
      there = await Running.create({}, fromPostgres ? {} : onPostgres);
      scene = await RecordScene.create(here);
      there.identity.add('new-owner', { email: 'owner@there.example' });
      commands = { here: await CommandLine.open(here), there: await CommandLine.open(there) };
    }, 60_000);
    afterAll(async () => {
      await commands.here.close();
      await commands.there.close();
      await here.close();
      await there.close();
      await cluster.close();
      rmSync(folder, { recursive: true, force: true });
    });

    /** A space in which a meeting was: words, a file, a plan. Nobody is in it any more. */
    async function used(): Promise<{ slug: string; room: string; file: string }> {
      const keep = { chat: true, boards: true, slides: true };

      const { slug, id: space } = await scene.newSpace({ ...firstSettings, keep });
      const entered = await here.http('POST', `/api/s/${slug}/tickets`, { name: 'Zoe' }, scene.cookie('host'));
      const { ticket, room } = entered.json as { ticket: string; room: string };
      const zoe = await here.connect({ ticket });
      const uploaded = await bring(here, zoe, `/api/rooms/${room}/files?name=a.txt`, 'the bytes of a file');
      const { id: file } = ChatFile.parse(await uploaded.json());
      await zoe.ask('chat:send', { text: 'We meet again.', files: [file] });
      const input = { title: 'Assembly', startsAt: Date.now() + 3_600_000, minutes: 90, zone: 'Europe/Berlin' };
      await here.store.ask.plans.create({ acting: scene.as('host'), space, plan: `plan-${slug.slice(5, 20)}`, input });
      const setup = { question: 'Shall we?', choice: { kind: 'yesNo' }, secret: false };
      const prepare = (content: object) =>
        here.http('POST', `/api/spaces/${space}/prepared`, { content }, scene.cookie('host'));
      expect(await prepare({ kind: 'poll', setup })).toMatchObject({ status: 201 });
      // The room with the files of prepared slides, and a file in it.
      const record = { id: `shelf-${slug.slice(5, 19)}`, hostKeyHash: 'ab', createdAt: 1 };
      const shelf = await here.store.ask.prepared.shelf({ acting: scene.as('host'), space, record });
      mkdirSync(join(here.folder, 'files', shelf), { recursive: true });
      writeFileSync(join(here.folder, 'files', shelf, 'a'.repeat(32)), 'the bytes of a page');
      await zoe.ask('presence:leave', {});
      const history = () => here.store.ask.meetings.page({ acting: scene.as('host'), space });
      await expect.poll(async () => (await history()).rows[0]?.ended_at ?? 0).toBeGreaterThan(0);
      return { slug, room, file };
    }

    /** What a server has: rooms in the list, spaces, files. */
    async function holdings(running: Running) {
      const { store } = running;
      const rooms = await store.roomsEmptySince(Number.MAX_SAFE_INTEGER);
      const files = readdirSync(join(running.folder, 'files'), { recursive: true });
      return { rooms, files };
    }

    it('with its record, settings, log, files and history, and gets new codes', async () => {
      const { slug, room, file } = await used();
      const archive = join(folder, 'whole.tar.gz');
      const exported = await commands.here.run('export', slug, archive);
      expect(exported).toMatchObject({ code: 0, out: expect.stringContaining(`the space /s/${slug}`) });
      const imported = await commands.there.run('import', archive, 'owner@there.example');
      expect(imported).toMatchObject({ code: 0, errors: '', out: expect.stringContaining(`/s/${slug}`) });
      const [old, now] = [await here.store.ask.portable.read({ slug }), await there.store.ask.portable.read({ slug })];
      expect(JSON.parse(now.space.settings)).toEqual(JSON.parse(old.space.settings));
      expect(now.space).toMatchObject({ title: old.space.title, owner: 'new-owner' });
      expect(now.space.id).not.toBe(old.space.id);
      expect(now.schedules).toMatchObject([{ title: 'Assembly', minutes: 90, zone: 'Europe/Berlin' }]);
      expect(now.meetings).toMatchObject([{ title: 'The yard', peak: 1 }]);
      expect(now.stays).toMatchObject([{ name: 'Zoe' }]);
      expect(now.prepared).toMatchObject([{ kind: 'poll', title: 'Shall we?' }]);
      const { shelf } = now.space;
      expect(readFileSync(join(there.folder, 'files', shelf ?? '', 'a'.repeat(32)), 'utf8')).toBe(
        'the bytes of a page',
      );
      const copy = now.rooms.find(({ id }) => id === now.space.room);
      expect(copy?.id).not.toBe(room);
      const entries = async (running: Running, id: string) => running.store.read(id, 0, 10_000);
      const known = JSON.stringify(await entries(here, room)).replaceAll(room, copy?.id ?? '');
      expect(JSON.stringify(await entries(there, copy?.id ?? ''))).toBe(known);
      // The room opens, with what was said and the file.
      const opened = await there.server.rooms.require(copy?.id ?? '');
      expect(opened.committed(chat).messages).toMatchObject([{ text: 'We meet again.', files: [{ id: file }] }]);
      expect(readFileSync(join(there.folder, 'files', copy?.id ?? '', file), 'utf8')).toBe('the bytes of a file');
      // A second one of the same address is refused, and takes another address.
      const before = await holdings(there);
      expect(await commands.there.run('import', archive, 'owner@there.example')).toMatchObject({ code: 1 });
      expect(await holdings(there)).toEqual(before);
    });

    it('only when nobody is in it, and into a file that does not exist', async () => {
      const { slug } = await scene.newSpace();
      const { json } = await here.http('POST', `/api/s/${slug}/tickets`, { name: 'Zoe' }, scene.cookie('host'));
      const zoe = await here.connect({ ticket: (json as { ticket: string }).ticket });
      const archive = join(folder, `busy-${slug}.tar.gz`);
      const refused = await commands.here.run('export', slug, archive);
      expect(refused).toMatchObject({ code: 1, errors: expect.stringContaining('A meeting is on') });
      await zoe.ask('presence:leave', {});
      expect(readdirSync(folder)).not.toContain(`busy-${slug}.tar.gz`);
      writeFileSync(archive, 'mine');
      expect(await commands.here.run('export', slug, archive)).toMatchObject({ code: 1 });
      expect(readFileSync(archive, 'utf8')).toBe('mine');
      expect(await commands.here.run('export', 'no-such-space', join(folder, 'x'))).toMatchObject({ code: 1 });
    });

    it('a damaged, cut, foreign or hostile archive is refused with words, and nothing of it stays', async () => {
      const { slug, file } = await used();
      const path = join(folder, `good-${slug}.tar.gz`);
      await commands.here.run('export', slug, path);
      const good = readFileSync(path);
      const files = untar(gunzipSync(good));
      const manifestOf = (list: readonly TarFile[]): Manifest => JSON.parse(list[0]?.body.toString() ?? '') as Manifest;
      /** The archive after a change, packed again. */
      const forged = (change: (list: TarFile[], manifest: Manifest) => TarFile[] | undefined): Buffer => {
        const list = files.map((one) => ({ ...one }));
        const manifest = manifestOf(list);
        const changed = change(list, manifest) ?? list;
        if (changed[0]?.name === 'manifest.json') changed[0].body = Buffer.from(JSON.stringify(manifest));
        return gzipSync(tar(changed));
      };
      const at = (list: TarFile[], end: string) => {
        const index = list.findIndex(({ name }) => name.endsWith(end));
        const one = list[index];
        if (!one) throw new Error(`The archive has no ${end}.`);
        return { index, one };
      };
      /** A file whose table of contents agrees with it. */
      const agreed = (list: TarFile[], manifest: Manifest, end: string, body: Buffer, name?: string) => {
        const { index, one } = at(list, end);
        one.body = body;
        if (name !== undefined) one.name = name;
        manifest.entries[index - 1] = { path: one.name, bytes: body.length, sha256: sha(body) };
      };
      const record = (change: (record: Record<string, unknown>) => void) =>
        forged((list, manifest) => {
          const value = JSON.parse(at(list, 'space.json').one.body.toString()) as Record<string, unknown>;
          change(value);
          agreed(list, manifest, 'space.json', Buffer.from(JSON.stringify(value)));
          return undefined;
        });
      const log = (line: (text: string) => string) =>
        forged((list, manifest) => {
          const text = at(list, 'log.jsonl').one.body.toString();
          agreed(list, manifest, 'log.jsonl', Buffer.from(line(text)));
          return undefined;
        });
      const named = (name: string, type = '0') =>
        forged((list, manifest) => {
          agreed(list, manifest, file, Buffer.from('x'), name);
          at(list, name).one.type = type;
          return undefined;
        });
      const flipped = Buffer.from(gunzipSync(good));
      const offset = flipped.indexOf('the bytes of a file');
      flipped[offset] = 0x54;
      const bad: Readonly<Record<string, Buffer>> = {
        'an empty file': Buffer.alloc(0),
        'random bytes': Buffer.from('no archive at all '.repeat(100)),
        'a gzip of something else': gzipSync('{"hello": 1}'.repeat(200)),
        'cut in the gzip': good.subarray(0, good.length - 40),
        'cut in a file': gzipSync(gunzipSync(good).subarray(0, offset + 5)),
        'cut before the end': gzipSync(gunzipSync(good).subarray(0, 1_024)),
        'a changed byte': gzipSync(flipped),
        'a wrong sum': forged((_list, manifest) => void (entryOf(manifest, 1).sha256 = '0'.repeat(64))),
        'a wrong size': forged((_list, manifest) => void (entryOf(manifest, 1).bytes += 1)),
        'a missing file': forged((list) => list.slice(0, -1)),
        'a further file': forged((list) => [...list, { name: 'more', body: Buffer.from('x') }]),
        'bytes after the end': Buffer.concat([good, gzipSync('x'.repeat(600))]),
        'no table of contents': forged((list) => list.slice(1)),
        'another table of contents': gzipSync(tar([{ name: 'manifest.json', body: Buffer.from('{"format":1}') }])),
        'a newer version': forged((_list, manifest) => void (manifest.version = 3)),
        'a backup of a server': gzipSync(tar([{ name: './', body: Buffer.alloc(0) }])),
        'zip-slip up': named('../../../../tmp/evil'),
        'zip-slip absolute': named('/tmp/evil-absolute'),
        'zip-slip in the folder of files': named('rooms/0/files/../../../evil-abcdefghijkl'),
        'a file of another room': named('rooms/7/files/abcdefghijklmnopqrstuvwxyz012345'),
        'a backslash': named('rooms\\0\\files\\evil'),
        'a symbolic link': named('rooms/0/files/abcdefghijklmnopqrstuvwxyz012345', '2'),
        'a hard link': named('rooms/0/files/abcdefghijklmnopqrstuvwxyz012345', '1'),
        'a device': named('rooms/0/files/abcdefghijklmnopqrstuvwxyz012345', '3'),
        'a bomb by its table of contents': forged((_list, manifest) => void (entryOf(manifest, 1).bytes = 2 ** 50)),
        'a bomb without one': gzipSync(tar([{ name: 'manifest.json', body: Buffer.alloc(40 * 1024 * 1024, 'a') }])),
        'two entries of one path': forged((list, manifest) => {
          manifest.entries.push(entryOf(manifest, 0));
          return list;
        }),
        'a record with a further field': record((one) => void (one['owner'] = 'operator')),
        'a record with a foreign setting': record((one) => void (one['settings'] = { start: 'anything' })),
        'a reserved address': record((one) => void (one['slug'] = 'operator')),
        'a short id of a room': record((one) => void (one['rooms'] = [{ ...first(one['rooms']), id: 'abc' }])),
        'a room that is its own parent': record((one) => void (one['rooms'] = [{ ...first(one['rooms']), parent: 0 }])),
        'a log out of order': log((text) => text + (text.split('\n')[0] ?? '') + '\n'),
        'a log that is no JSON': log((text) => `${text}nonsense\n`),
        'a log with a broken line': log((text) => text.slice(0, -5)),
        'a log with a further field': log((text) => text.replace('"seq"', '"room":"other-room-id","seq"')),
      };
      const before = await holdings(there);
      let refused = 0;
      for (const [what, bytes] of Object.entries(bad)) {
        const source = (async function* () {
          yield bytes;
        })();
        const owner = there.identity.add(`owner-${refused}`);
        // Without another address: the archive says which one.
        const importing = there.server.orders.importSpace(source, owner.email, undefined);
        await expect(importing, what).rejects.toMatchObject({
          name: 'AppError',
          code: expect.stringMatching(/^(invalid|full)$/),
        });
        await expect(importing, what).rejects.toMatchObject({ message: expect.stringMatching(/\.$/) });
        expect(await holdings(there), what).toEqual(before);
        refused += 1;
      }
      // Boxes go to the database as they come: what unpacks to more than the disk has is neither held nor kept.
      const slip = `${JSON.stringify({ box: 'poll/b', value: 'v'.repeat(1_000) })}\n`;
      const bomb = forged((list, manifest) => {
        agreed(list, manifest, 'boxes.jsonl', Buffer.from(slip.repeat(24_000)));
        return undefined;
      });
      expect(bomb.length).toBeLessThan(1024 ** 2);
      const shortage = there.files.shortage.bind(there.files);
      let asked = 0;
      there.files.shortage = async () => ((asked += 1) < 4 ? undefined : 'disk');
      const source = (async function* () {
        yield bomb;
      })();
      const owner = there.identity.add('owner-of-a-bomb');
      await expect(there.server.orders.importSpace(source, owner.email, 'bomb-one')).rejects.toMatchObject({
        code: 'full',
      });
      there.files.shortage = shortage;
      expect(asked).toBeGreaterThanOrEqual(4);
      expect(await holdings(there)).toEqual(before);
      counted('Archives', refused, 'damaged, foreign and hostile ones refused, and nothing of them stays');
      expect(refused).toBeGreaterThan(30);
      // The good one still goes, also in small pieces.
      const pieces = (async function* () {
        for (let from = 0; from < good.length; from += 97) yield good.subarray(from, from + 97);
      })();
      there.identity.add('patient', { email: 'patient@there.example' });
      const taken = await there.server.orders.importSpace(
        pieces,
        'PATIENT@there.example',
        `again-${slug.slice(5, 15)}`,
      );
      expect(taken).toMatchObject({ files: 2, title: 'The yard' });
      // By the command line: exit codes and words.
      const cut = join(folder, 'cut.tar.gz');
      writeFileSync(cut, good.subarray(0, 900));
      const said = await commands.there.run('import', cut, 'owner@there.example', '--as', 'cut-one');
      expect(said).toMatchObject({ code: 1, errors: expect.stringMatching(/archive/) });
      expect(await commands.there.run('import', join(folder, 'none'), 'owner@there.example')).toMatchObject({
        code: 1,
      });
      expect(await commands.there.run('import', path, 'nobody@there.example')).toMatchObject({ code: 1 });
    });
  });
});

interface Manifest {
  version: number;
  entries: { path: string; bytes: number; sha256: string }[];
}

function entryOf(manifest: Manifest, index: number) {
  const entry = manifest.entries[index];
  if (!entry) throw new Error(`The manifest has no entry ${index}.`);
  return entry;
}

function first(list: unknown): object {
  return (list as object[])[0] ?? {};
}

function sha(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}
