import { execFile } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Store } from '../ports.ts';
import { freshFor, storeSuite } from '../storeSuite.ts';
import { entries, numbers, roomRecord } from '../testing/Bench.ts';
import { sqliteWorld } from '../testing/worlds.ts';
import { openFile } from './files.ts';
import { SqliteStore } from './SqliteStore.ts';

const run = promisify(execFile);

/** The files of the folder that contain the text. In another process: reading a file here would drop SQLite's locks. */
async function filesWith(text: string, folder: string): Promise<string[]> {
  const found = await run('grep', ['-rlaF', text, folder]).catch((error: { code: number; stdout: string }) => error);
  return found.stdout.split('\n').filter((line) => line !== '');
}

interface Life {
  readonly id: string;
  readonly word: string;
  seq: number;
}

/** Opens and erases rooms as a long-lived server does, with a fixed seed that leaves traces without a rewrite. */
async function liveAndDie(store: Store): Promise<Life[]> {
  let seed = 2;
  const roll = (sides: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % sides;
  };
  const rooms = numbers(1, 12).map((number) => ({ id: `room-${number}`, word: `said in ${number}. `, seq: 0 }));
  for (const { id } of rooms) await store.createRoom(roomRecord(id));
  for (let step = 0; step < 150; step += 1) {
    const room = rooms[roll(rooms.length)];
    if (!room) throw new Error('no room');
    const { id, word } = room;
    const said = word.repeat(1 + roll(roll(5) === 0 ? 400 : 6));
    await store.append(id, entries(room.seq + 1, room.seq + 3, said));
    room.seq += 3;
    const states = { chat: word.repeat(1 + roll(roll(3) === 0 ? 1_500 : 40)) };
    if (roll(4) === 0) await store.saveSnapshot(id, { seq: room.seq, states });
    if (roll(25) > 0) continue;
    await store.eraseRoom(id);
    await store.createRoom(roomRecord(id));
    room.seq = 0;
  }
  return rooms;
}

const bench = storeSuite('SQLite', sqliteWorld);

describe('SQLite file', { timeout: 30_000 }, () => {
  freshFor(bench);

  it('has no trace of an erased room, neither in the database nor in its write-ahead log', async () => {
    const store = await bench.open();
    const [erased, kept] = [roomRecord(), roomRecord()];
    const word = 'Xyzzy-said-in-confidence';
    await store.createRoom({ ...erased, title: word });
    await store.createRoom(kept);
    for (let seq = 1; seq <= 200; seq += 1) {
      await Promise.all([store.append(erased.id, entries(seq, seq, word)), store.append(kept.id, entries(seq, seq))]);
      if (seq % 10 === 0) {
        await store.saveSnapshot(kept.id, { seq, states: { chat: 'k'.repeat(seq * 7) } });
        await store.saveSnapshot(erased.id, { seq, states: { chat: `${word} `.repeat(seq) } });
      }
    }
    expect(await filesWith(word, bench.world.data)).not.toEqual([]);
    await store.eraseRoom(erased.id);
    expect(await filesWith(word, bench.world.data)).toEqual([]);
    expect(await filesWith(erased.id, bench.world.data)).toEqual([]);
    expect(await store.lastSeq(kept.id)).toBe(200);
  });

  it('has no trace of rows whose pages were split and merged before', async () => {
    const store = await bench.open();
    for (const { id, word } of await liveAndDie(store)) {
      await store.eraseRoom(id);
      expect(await filesWith(word, bench.world.data)).toEqual([]);
    }
  });

  it('does not rewrite a large file while rooms are occupied, but when the last is empty, or at the next start', async () => {
    const { store, id } = await bench.openRoom();
    const [busy, other] = [roomRecord(), roomRecord()];
    await store.createRoom(busy);
    await store.createRoom(other);
    await store.markRoom(busy.id, undefined);
    await store.append(id, entries(1, 300, 'large '.repeat(10_000)));
    const owed = () => new BetterSqlite3(join(bench.world.data, 'plenum.db')).pragma('user_version', { simple: true });
    await store.eraseRoom(other.id);
    expect(owed()).toBe(1);
    await store.markRoom(busy.id, 1);
    expect(owed()).toBe(0);
    await store.markRoom(busy.id, undefined);
    await store.eraseRoom(busy.id);
    await store.close();
    await bench.open();
    expect(owed()).toBe(0);
  });

  it('reports when another program keeps a trace, and removes the trace when that program has ended', async () => {
    const { store, id } = await bench.openRoom();
    const word = 'Xyzzy-said-in-confidence';
    await store.append(id, entries(1, 50, word));
    const reader = new BetterSqlite3(join(bench.world.data, 'plenum.db'), { readonly: true });
    reader.exec('begin');
    reader.prepare('select count(*) from log').get();
    await expect(store.eraseRoom(id)).rejects.toMatchObject({ code: 'unavailable', message: /another program/ });
    expect(await store.findRoom(id)).toBeUndefined();
    reader.close();
    await store.occupiedRooms();
    expect(await filesWith(word, bench.world.data)).toEqual([]);
  });

  it('refuses a second process, and a second store of this process, until the first is closed', async () => {
    const store = await bench.open();
    const refusal = /Another Plenum uses this data folder \(.*\)\. Stop it, or start this one with another folder\./;
    await expect(bench.open()).rejects.toMatchObject({ code: 'conflict', message: refusal });
    const child = fileURLToPath(new URL('../testing/appendingChild.ts', import.meta.url));
    const start = run(process.execPath, [child, bench.world.data, '']);
    await expect(start).rejects.toMatchObject({ stderr: refusal });
    await store.close();
    await expect(bench.open()).resolves.toBeDefined();
  });

  it('is opened with full sync and with overwriting of deleted rows', () => {
    const file = openFile(bench.world.data);
    const settings = ['journal_mode', 'synchronous', 'foreign_keys', 'secure_delete'];
    expect(settings.map((name) => file.pragma(name, { simple: true }))).toEqual(['wal', 2, 1, 1]);
    file.close();
  });

  it('continues when a call cannot cross to its thread', async () => {
    const { store, id } = await bench.openRoom();
    const limit = (() => 1) as unknown as number;
    await expect(store.ask.log.read({ room: id, after: 0, limit })).rejects.toMatchObject({ name: 'DataCloneError' });
    await store.append(id, entries(1, 1));
    expect(await store.lastSeq(id)).toBe(1);
  });

  it('is readable by its owner only', async () => {
    const { store, id } = await bench.openRoom();
    await store.append(id, entries(1, 1));
    for (const name of ['plenum.db', 'plenum.db-wal'])
      expect(statSync(join(bench.world.data, name)).mode & 0o077).toBe(0);
  });

  it('says what to do when the folder cannot be used or the file is not a database', async () => {
    const file = join(bench.world.data, 'a-file');
    writeFileSync(file, 'x');
    const open = (folder: string) => SqliteStore.create({ folder, onUnreadable: () => {} });
    await expect(open(file)).rejects.toMatchObject({ code: 'unavailable', message: /cannot be used.*choose another/ });
    writeFileSync(join(bench.world.data, 'plenum.db'), 'not a database'.repeat(100));
    await expect(open(bench.world.data)).rejects.toMatchObject({
      code: 'unavailable',
      message: /cannot be used.*not a database/,
    });
  });
});
