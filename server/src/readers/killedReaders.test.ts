import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { depth } from '../../test/long.ts';
import { systemClock } from '../clock.ts';
import { Bench, numbers, roomRecord, type StoreWorld } from '../storage/testing/Bench.ts';
import { TestCluster } from '../storage/testing/TestCluster.ts';
import { postgresWorld, sqliteWorld } from '../storage/testing/worlds.ts';
import { Readers } from './Readers.ts';
import { copying, copyOf, noting } from './testing/witnesses.ts';

const rounds = depth(4, 30);
/** The process is killed after a random number of steps, at most this many. */
const mostSteps = 60;
const child = fileURLToPath(new URL('./testing/readingChild.ts', import.meta.url));

/** Runs a process that writes and reads until it is killed. */
async function readUntilKilled(args: readonly string[], signal: AbortSignal): Promise<void> {
  const reader = spawn(process.execPath, [child, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    signal,
    killSignal: 'SIGKILL',
  });
  const closed = once(reader, 'close');
  let left = 1 + Math.floor(Math.random() * mostSteps);
  for await (const _step of createInterface(reader.stdout)) {
    left -= 1;
    if (left === 0) reader.kill('SIGKILL');
  }
  const [, killedBy] = await closed;
  expect(killedBy).toBe('SIGKILL');
}

/** The guarantees of a durable reader, also for readers that write invoices. */
function killCase(createWorld: () => Promise<StoreWorld>): void {
  it('handles every entry at least once and in order, and writes once when it writes with its cursor', async ({
    signal,
  }) => {
    const bench = new Bench(createWorld);
    await bench.begin();
    const folder = mkdtempSync(join(tmpdir(), 'plenum-readers-'));
    try {
      const notes = join(folder, 'notes');
      const store = await bench.open();
      const rooms = numbers(1, 3).map(() => roomRecord().id);
      for (const id of [...rooms, ...rooms.map(copyOf)]) await store.createRoom(roomRecord(id));
      await store.close();
      const { data, databaseUrl = '' } = bench.world;
      for (let round = 0; round < rounds; round += 1) {
        await readUntilKilled([data, databaseUrl, notes, ...rooms], signal);
      }
      const reopened = await bench.open();
      const failures: unknown[] = [];
      const report = { failed: (_room: string, _what: string, error: unknown) => String(failures.push(error)) };
      const open = [noting(notes), copying(reopened)];
      const readers = await Readers.open({ store: reopened, clock: systemClock, report, readers: open });
      // No commit reaches these readers: they find the rooms by themselves.
      await readers.idle();
      await readers.close();
      expect(failures).toEqual([]);
      const lines = existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\n') : [];
      for (const id of rooms) {
        const last = await reopened.lastSeq(id);
        const noted = lines.filter((line) => line.startsWith(`${id} `)).map((line) => Number(line.split(' ')[1]));
        expect([...new Set(noted)]).toEqual(numbers(1, last));
        // Entries come in order: none is skipped, not even for a while.
        let highest = 0;
        for (const seq of noted) {
          expect(seq).toBeLessThanOrEqual(highest + 1);
          highest = Math.max(highest, seq);
        }
        const copies = await reopened.read(copyOf(id), 0, 1_000_000);
        expect(copies.map(({ payload }) => payload)).toEqual(numbers(1, last).map((seq) => ({ of: seq })));
      }
      expect(lines.length).toBeGreaterThan(rounds);
    } finally {
      await bench.end();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 180_000);
}

describe('a reader whose process is killed between commit, handling and cursor, on SQLite', () =>
  killCase(sqliteWorld));

const programs = TestCluster.programs();
describe.skipIf(programs === undefined)('a reader whose process is killed, on PostgreSQL', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await TestCluster.create(programs ?? '');
  }, 60_000);
  afterAll(() => cluster.close());
  killCase(() => postgresWorld(cluster));
});
