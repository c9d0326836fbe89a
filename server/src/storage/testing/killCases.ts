import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { RoomId } from '@plenum/shared/core/ids';
import { expect, it } from 'vitest';
import { depth } from '../../../test/long.ts';
import { by, newGroup } from './directory.ts';
import { type Bench, numbers, roomRecord, type StoreWorld } from './Bench.ts';

const rounds = depth(4, 40);
/** The process is killed after a random number of acknowledgements, at most this many. */
const mostAcks = 40;
const child = fileURLToPath(new URL('./appendingChild.ts', import.meta.url));
const creator = fileURLToPath(new URL('./creatingChild.ts', import.meta.url));

/** Runs a process that writes until it is killed. @returns the lines that it printed */
async function writeUntilKilled(
  script: string,
  { data, databaseUrl = '' }: StoreWorld,
  args: readonly string[],
  signal: AbortSignal,
): Promise<string[]> {
  const lines: string[] = [];
  const writer = spawn(process.execPath, [script, data, databaseUrl, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // A test that times out must not leave a process that fills the disk.
    signal,
    killSignal: 'SIGKILL',
  });
  const closed = once(writer, 'close');
  let left = 1 + Math.floor(Math.random() * mostAcks);
  for await (const line of createInterface(writer.stdout)) {
    lines.push(line);
    left -= 1;
    if (left === 0) writer.kill('SIGKILL');
  }
  const [, killedBy] = await closed;
  expect(killedBy).toBe('SIGKILL');
  return lines;
}

/** Runs a process that appends until it is killed. @returns the acknowledged numbers, by room */
async function appendUntilKilled(
  world: StoreWorld,
  rooms: readonly RoomId[],
  signal: AbortSignal,
): Promise<Map<RoomId, number[]>> {
  const acked = new Map<RoomId, number[]>(rooms.map((room) => [room, []]));
  for (const line of await writeUntilKilled(child, world, rooms, signal)) {
    const [room = '', seq] = line.split(' ');
    acked.get(room)?.push(Number(seq));
  }
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

  it('keeps every acknowledged record with its audit row when its process is killed', async ({ signal }) => {
    const store = await bench.open();
    const { organisation, owner } = await newGroup(store);
    await store.close();
    const acked: string[] = [];
    for (let round = 0; round < rounds / 2; round += 1) {
      acked.push(...(await writeUntilKilled(creator, bench.world, [organisation, owner], signal)));
    }
    const reopened = await bench.open();
    const acting = by(owner);
    const spaces: string[] = [];
    for (let after: string | undefined = ''; after !== undefined; ) {
      const page = await reopened.ask.spaces.page({ acting, organisation, after });
      spaces.push(...page.spaces.map(({ id }) => id));
      after = page.more ? spaces.at(-1) : undefined;
    }
    expect(acked.filter((id) => !spaces.includes(id))).toEqual([]);
    const noted: string[] = [];
    for (let before: string | undefined; ; ) {
      const page = await reopened.ask.audit.page({ acting, organisation, before });
      noted.push(...page.rows.flatMap(({ what, about }) => (what === 'space:create' ? [about] : [])));
      before = page.rows.at(-1)?.id;
      if (!page.more) break;
    }
    // A space without its row, or a row without its space, would be half a change.
    expect(noted.toSorted()).toEqual(spaces.toSorted());
    expect(acked.length).toBeGreaterThan(rounds / 2);
  }, 180_000);
}
