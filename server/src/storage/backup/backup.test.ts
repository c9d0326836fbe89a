import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LogEntry } from '@plenum/shared/core/log';
import { DiskFileStore } from '../files/DiskFileStore.ts';
import { openStore } from '../openStore.ts';
import type { Store } from '../ports.ts';
import { TestCluster } from '../testing/TestCluster.ts';
import { backUp } from './backUp.ts';
import { restore } from './restore.ts';

const cli = fileURLToPath(new URL('../../cli/cli.ts', import.meta.url));
const rooms = ['room-a', 'room-b', 'room-c'];

let folder: string;
let data: string;
let elsewhere: string;
let archive: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plenum-backup-'));
  [data, elsewhere, archive] = [join(folder, 'data'), join(folder, 'elsewhere'), join(folder, 'backup.tar.gz')];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Payload {
  readonly k: number;
  readonly file?: string;
  readonly removed?: string;
}

/** Writes to several rooms, one entry after the other, so that the whole has one order; brings and removes files too. */
class Load {
  readonly store: Store;
  readonly #files: DiskFileStore;
  readonly #seq = new Map(rooms.map((room) => [room, 0]));
  readonly entries: (LogEntry & { readonly room: string; readonly payload: Payload })[] = [];
  #life: 'running' | 'stopped' = 'running';
  #ended: Promise<void> = Promise.resolve();

  private constructor(store: Store, files: DiskFileStore) {
    this.store = store;
    this.#files = files;
  }

  static async create(databaseUrl?: string): Promise<Load> {
    const store = await openStore({ data, databaseUrl, onUnreadable: () => undefined });
    const limits = { quotaBytes: Number.POSITIVE_INFINITY, freeBytes: 0 };
    const load = new Load(store, await DiskFileStore.create(join(data, 'files'), limits));
    for (const id of rooms) await store.createRoom({ id, title: id, hostKeyHash: '00', createdAt: 1 });
    return load;
  }

  start(): void {
    this.#ended = (async () => {
      while (this.#life === 'running') await this.write();
    })();
  }

  async stop(): Promise<void> {
    this.#life = 'stopped';
    await this.#ended;
  }

  /** Appends one entry; every third brings a file, every seventh removes one. */
  async write(): Promise<void> {
    const k = this.entries.length + 1;
    const room = rooms[k % rooms.length] ?? '';
    const seq = (this.#seq.get(room) ?? 0) + 1;
    this.#seq.set(room, seq);
    const file = k % 3 === 0 ? await this.#bring(room, k) : undefined;
    const removed = k % 7 === 0 ? this.#oldestFile(room) : undefined;
    const payload = { k, ...(file !== undefined && { file }), ...(removed !== undefined && { removed }) };
    const entry = { seq, at: k, feature: 'load', event: 'wrote', payload };
    await this.store.append(room, [entry]);
    this.entries.push({ ...entry, room });
    if (removed !== undefined) await this.#files.remove(room, removed);
  }

  async #bring(room: string, k: number): Promise<string> {
    const chunks = (async function* () {
      yield Buffer.from(`file ${k} `.repeat(50));
    })();
    return (await this.#files.put(room, chunks, { maxBytes: 10_000 })).id;
  }

  #oldestFile(room: string): string | undefined {
    const gone = new Set(this.entries.flatMap(({ payload }) => payload.removed ?? []));
    return this.entries.find(
      ({ room: here, payload: { file } }) => here === room && file !== undefined && !gone.has(file),
    )?.payload.file;
  }
}

/** Runs the command line in a process of its own. */
async function plenum(args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ code: unknown; said: string }> {
  const child = spawn(process.execPath, [cli, ...args], { env: { ...process.env, ...env } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = await once(child, 'close');
  return { code, said };
}

/** What a restored data folder has: entries in their one order, and the bytes of each file. */
async function contentOf(folder: string, databaseUrl?: string) {
  const store = await openStore({ data: folder, databaseUrl, onUnreadable: () => undefined });
  const read = await Promise.all(
    rooms.map(async (room) => (await store.read(room, 0, 1e6)).map((entry) => ({ ...entry, room }))),
  );
  await store.close();
  return read.flat().toSorted((one, other) => one.at - other.at);
}

function filesIn(folder: string): Map<string, string> {
  const root = join(folder, 'files');
  const names = readdirSync(root).flatMap((room) => readdirSync(join(root, room)).map((file) => join(room, file)));
  return new Map(names.map((name) => [name, readFileSync(join(root, name), 'utf8')]));
}

/** Expects the state of one moment: all entries up to one of them and none after, with all files that they name. */
async function expectOneMoment(load: Load, earliest: number, databaseUrl?: string): Promise<void> {
  const entries = await contentOf(elsewhere, databaseUrl);
  expect(entries.length).toBeGreaterThanOrEqual(earliest);
  expect(entries).toEqual(load.entries.slice(0, entries.length));
  const kept = load.entries.slice(0, entries.length);
  const removed = new Set(kept.flatMap(({ payload }) => payload.removed ?? []));
  const files = filesIn(elsewhere);
  const named = kept.filter(({ payload: { file } }) => file !== undefined && !removed.has(file));
  for (const { room, payload } of named) {
    expect(files.get(join(room, payload.file ?? ''))).toBe(`file ${payload.k} `.repeat(50));
  }
  if (databaseUrl !== undefined) return;
  // Nothing that came later, and nothing but what may have been about to be removed.
  const all = new Set(kept.flatMap(({ room, payload: { file } }) => (file === undefined ? [] : [join(room, file)])));
  expect([...files.keys()].filter((name) => !all.has(name))).toEqual([]);
}

it('a backup taken under load by the command line and restored elsewhere equals the original at its time', async () => {
  const load = await Load.create();
  while (load.entries.length < 50) await load.write();
  load.start();
  const made = await plenum(['backup', archive], { PLENUM_DATA: data });
  const written = load.entries.length;
  await load.stop();
  await load.store.close();
  expect(made).toMatchObject({ code: 0 });
  // The load did not stand still meanwhile.
  expect(written).toBeGreaterThan(50);
  expect(await plenum(['restore', archive], { PLENUM_DATA: elsewhere })).toMatchObject({ code: 0 });
  await expectOneMoment(load, 50);
}, 60_000);

it('a backup at rest has every row of every table, and every file', async () => {
  const load = await Load.create();
  while (load.entries.length < 30) await load.write();
  await load.store.secret('tickets');
  await backUp({ data, archive, version: '1.2.3' });
  await load.store.close();
  expect(await restore({ archive, data: elsewhere })).toMatchObject({ plenum: '1.2.3', database: 'sqlite' });
  expect(rowsOf(elsewhere)).toEqual(rowsOf(data));
  expect(filesIn(elsewhere)).toEqual(filesIn(data));
  expect(readdirSync(data).filter((name) => name.startsWith('.'))).toEqual([]);
});

it('a backup has recordings, and of one that runs what was written so far', async () => {
  const load = await Load.create();
  const streams = join('recordings', 'one', 'streams');
  mkdirSync(join(data, streams), { recursive: true });
  writeFileSync(join(data, streams, '0001.webm'), 'sound so far');
  await backUp({ data, archive, version: '1.2.3' });
  writeFileSync(join(data, streams, '0001.webm'), 'sound so far, and more', { flag: 'w' });
  await load.store.close();
  await restore({ archive, data: elsewhere });
  expect(readFileSync(join(elsewhere, streams, '0001.webm'), 'utf8')).toBe('sound so far');
});

function rowsOf(folder: string): Record<string, unknown[]> {
  const file = new BetterSqlite3(join(folder, 'plenum.db'), { readonly: true });
  const tables = file.prepare<[], { name: string }>("select name from sqlite_master where type = 'table'").all();
  const rows = tables.map(({ name }) => [name, file.prepare(`select * from "${name}"`).all()] as const);
  file.close();
  return Object.fromEntries(rows);
}

describe('a restore refuses', () => {
  beforeEach(async () => {
    const load = await Load.create();
    while (load.entries.length < 10) await load.write();
    await load.store.close();
    await backUp({ data, archive, version: '1.2.3' });
  });

  /** Changes the unpacked archive and packs it again. */
  function forge(change: (folder: string) => void): void {
    const unpacked = join(folder, 'unpacked');
    mkdirSync(unpacked);
    execFileSync('tar', ['-xzf', archive, '-C', unpacked]);
    change(unpacked);
    execFileSync('tar', ['-czf', archive, '-C', unpacked, '.']);
  }
  const restored = () => restore({ archive, data: elsewhere });

  it('a folder that has data, and leaves it as it is', async () => {
    const before = rowsOf(data);
    await expect(restore({ archive, data })).rejects.toMatchObject({ code: 'conflict' });
    expect(rowsOf(data)).toEqual(before);
  });

  it('an archive with a changed, a missing or a further file, and leaves nothing behind', async () => {
    forge((unpacked) => writeFileSync(join(unpacked, 'plenum.db'), 'x', { flag: 'a' }));
    await expect(restored()).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('plenum.db') });
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('an archive with a further file', async () => {
    forge((unpacked) => writeFileSync(join(unpacked, 'files', 'more'), 'x'));
    await expect(restored()).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('files/more') });
  });

  it('an archive without a table of contents, and a file that is no archive', async () => {
    forge((unpacked) => rmSync(join(unpacked, 'manifest.json')));
    await expect(restored()).rejects.toMatchObject({ code: 'invalid' });
    writeFileSync(archive, 'not an archive');
    await expect(restored()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('a backup of the other kind of database, in words that say what to do', async () => {
    forge((unpacked) => {
      const path = join(unpacked, 'manifest.json');
      writeFileSync(path, readFileSync(path, 'utf8').replace('"sqlite"', '"postgres"'));
    });
    await expect(restored()).rejects.toMatchObject({ message: expect.stringContaining('PLENUM_DATABASE_URL') });
  });

  it('and a backup never replaces an archive', async () => {
    await expect(backUp({ data, archive, version: '1.2.3' })).rejects.toMatchObject({ code: 'conflict' });
    const none = { data: join(folder, 'none'), archive: join(folder, 'b'), version: '1' };
    mkdirSync(none.data);
    await expect(backUp(none)).rejects.toMatchObject({ code: 'notFound' });
    expect(readdirSync(none.data)).toEqual([]);
  });
});

const programs = TestCluster.programs();
describe.skipIf(programs === undefined)(
  'PostgreSQL (skipped where no server is installed; npm test provides one)',
  () => {
    let cluster: TestCluster;
    const path = process.env['PATH'];
    beforeAll(async () => {
      cluster = await TestCluster.create(programs ?? '');
      process.env['PATH'] = `${programs}:${path}`;
    }, 60_000);
    afterAll(async () => {
      process.env['PATH'] = path;
      await cluster.close();
    });

    it('a backup taken under load and restored into another database equals the original at its time', async () => {
      const [url, other] = [await cluster.createDatabase(), await cluster.createDatabase()];
      const load = await Load.create(url);
      while (load.entries.length < 50) await load.write();
      load.start();
      const made = await plenum(['backup', archive], { PLENUM_DATA: data, PLENUM_DATABASE_URL: url });
      await load.stop();
      await load.store.close();
      expect(made).toMatchObject({ code: 0 });
      const into = { PLENUM_DATA: elsewhere, PLENUM_DATABASE_URL: other };
      expect(await plenum(['restore', archive], into)).toMatchObject({ code: 0 });
      await expectOneMoment(load, 50, other);
      rmSync(elsewhere, { recursive: true });
      expect((await plenum(['restore', archive], into)).said).toContain('has tables already');
    }, 60_000);
  },
);
