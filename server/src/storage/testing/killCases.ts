import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { RoomId } from '@plenum/shared/core/ids';
import { expect, it } from 'vitest';
import { type Bench, numbers, roomRecord, type StoreWorld } from './Bench.ts';

const rounds = 12;
/** The process is killed after a random number of acknowledgements, at most this many. */
const mostAcks = 40;
/** Most of a round is the loading of code; this halves it. */
const compileCache = join(tmpdir(), 'plenum-test-code');
const child = fileURLToPath(new URL('./appendingChild.ts', import.meta.url));

/** Runs a process that appends until it is killed. @returns the acknowledged numbers, by room */
async function appendUntilKilled(
  world: StoreWorld,
  rooms: readonly RoomId[],
  signal: AbortSignal,
): Promise<Map<RoomId, number[]>> {
  const acked = new Map<RoomId, number[]>(rooms.map((room) => [room, []]));
  const writer = spawn(process.execPath, [child, world.data, world.databaseUrl ?? '', ...rooms], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // A test that times out must not leave a process that fills the disk.
    signal,
    killSignal: 'SIGKILL',
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
  });
  const closed = once(writer, 'close');
  let left = 1 + Math.floor(Math.random() * mostAcks);
  for await (const line of createInterface(writer.stdout)) {
    const [room = '', seq] = line.split(' ');
    acked.get(room)?.push(Number(seq));
    left -= 1;
    if (left === 0) writer.kill('SIGKILL');
  }
  const [, killedBy] = await closed;
  expect(killedBy).toBe('SIGKILL');
  return acked;
}

/** The guarantee of the whole product: an acknowledged entry is there, once and in order, whatever happens. */
export function killCases(bench: Bench): void {
  it('keeps every acknowledged entry exactly once when its process is killed between commit and answer', async ({
    signal,
  }) => {
    const store = await bench.open();
    const rooms = numbers(1, 3).map(() => roomRecord());
    for (const room of rooms) await store.createRoom(room);
    await store.close();
    const ids = rooms.map(({ id }) => id);
    const acked = new Map<RoomId, number[]>(ids.map((id) => [id, []]));
    for (let round = 0; round < rounds; round += 1) {
      for (const [room, seqs] of await appendUntilKilled(bench.world, ids, signal)) acked.get(room)?.push(...seqs);
    }
    const reopened = await bench.open();
    for (const id of ids) {
      const log = await reopened.read(id, 0, 100_000);
      // No gap, no double and no inversion, and each entry contains its own number.
      expect(log.map(({ seq }) => seq)).toEqual(numbers(1, log.length));
      expect(log.map(({ payload }) => payload)).toEqual(log.map(({ seq }) => ({ number: seq })));
      const box = await reopened.readBox(id, 'numbers');
      expect(box.map(Number).sort((a, b) => a - b)).toEqual(numbers(1, log.length));
      const kept = new Set(log.map(({ seq }) => seq));
      expect(acked.get(id)?.filter((seq) => !kept.has(seq))).toEqual([]);
      expect(acked.get(id)).toEqual([...new Set(acked.get(id))]);
    }
    expect([...acked.values()].flat().length).toBeGreaterThan(rounds);
  }, 180_000);
}
