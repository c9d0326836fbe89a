import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RoomId } from '@plenum/shared/core/ids';
import { OwnLeases } from '../src/cluster/OwnLeases.ts';
import { openStore } from '../src/storage/openStore.ts';
import type { Store } from '../src/storage/ports.ts';
import { entries, roomRecord } from '../src/storage/testing/Bench.ts';
import { TestCluster } from '../src/storage/testing/TestCluster.ts';

const programs = TestCluster.programs();
const minute = 60_000;

/** A node's store, and what the node believes to own. */
interface Node {
  readonly own: OwnLeases;
  readonly store: Store;
  readonly lost: RoomId[];
}

describe.skipIf(programs === undefined)('leases (skipped where no PostgreSQL is; npm test provides one)', () => {
  let cluster: TestCluster;
  let databaseUrl: string;
  const nodes: Node[] = [];

  beforeAll(async () => {
    cluster = await TestCluster.create(programs ?? '');
  }, 60_000);
  afterAll(() => cluster.close());
  beforeEach(async () => {
    databaseUrl = await cluster.createDatabase();
  });
  afterEach(async () => {
    await Promise.all(nodes.splice(0).map(({ store }) => store.close()));
  });

  async function start(name: string): Promise<Node> {
    const own = new OwnLeases({ node: name, boot: randomUUID() });
    const lost: RoomId[] = [];
    own.onLost = (root) => void lost.push(root);
    const store = await openStore({ data: '', databaseUrl, fences: own, onUnreadable: () => undefined });
    await store.ask.nodes.enter({ ...own.holder, place: '{}', version: '1', leaseMs: minute });
    const node = { own, store, lost };
    nodes.push(node);
    return node;
  }

  /** The fence of a granted claim; undefined when another node has the family. */
  async function claim({ own, store }: Node, room: RoomId): Promise<number | undefined> {
    const answer = await store.ask.leases.claim({ room, ...own.holder });
    if (answer.is !== 'owned') return undefined;
    own.take(room, answer.fence, own.holdings.epoch);
    return answer.fence;
  }

  /** From here on the node counts as dead, as after a sleep. */
  async function sleep({ own, store }: Node): Promise<void> {
    await store.ask.nodes.beat({ ...own.holder, leaseMs: 0 });
  }

  async function newRoom({ store }: Node, parent?: RoomId): Promise<RoomId> {
    const record = roomRecord();
    await store.createRoom({ ...record, ...(parent !== undefined && { parent }) });
    return record.id;
  }

  const replaced = { name: 'AppError', code: 'conflict', bound: 'replaced' };

  it('a family has one owner at a time, who keeps the fence; the next owner has a higher one', async () => {
    const [first, second] = [await start('one'), await start('two')];
    const room = await newRoom(first);
    expect(await claim(first, room)).toBe(1);
    expect(await claim(first, room)).toBe(1);
    expect(await claim(second, room)).toBeUndefined();
    await first.store.ask.leases.release({ room, ...first.own.holder, fence: 1 });
    expect(await claim(second, room)).toBe(2);
  });

  it('of many claims at once one is granted', async () => {
    const all = await Promise.all(['one', 'two', 'three'].map(start));
    const room = await newRoom(all[0] ?? expect.fail());
    const granted = await Promise.all(all.map((node) => claim(node, room)));
    expect(granted.filter((fence) => fence !== undefined)).toEqual([1]);
  });

  it('a node that overslept and was replaced can write nothing that belongs to the room, however often it tries', async () => {
    const [first, second] = [await start('one'), await start('two')];
    const room = await newRoom(first);
    await claim(first, room);
    await first.store.append(room, entries(1, 2));
    await sleep(first);
    // Nobody has claimed the family yet: what the sleeper writes forks nothing.
    await first.store.append(room, entries(3, 3));
    expect(await claim(second, room)).toBe(2);
    expect(first.lost).toEqual([]);
    const { store } = first;
    const snapshot = { seq: 3, states: {} };
    for (const write of [
      () => store.append(room, entries(4, 4)),
      () => store.append(room, entries(3, 3)),
      () => store.saveSnapshot(room, snapshot),
      () => store.compact(room, { after: 0, upTo: 2 }, [{ feature: 'chat', events: ['sent'] }]),
      () => store.forgetEntries(room, [1], snapshot),
      () => store.markRoom(room, 1),
      () => store.eraseRoom(room),
    ]) {
      await expect(write()).rejects.toMatchObject(replaced);
    }
    expect(first.lost).toEqual([room]);
    await second.store.append(room, entries(4, 4));
    expect((await second.store.read(room, 0, 10)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(await second.store.findRoom(room)).toBeDefined();
  });

  it('breakout rooms are under the fence of their meeting', async () => {
    const [first, second] = [await start('one'), await start('two')];
    const room = await newRoom(first);
    const child = await newRoom(first, room);
    await claim(first, room);
    await first.store.append(child, entries(1, 1));
    await sleep(first);
    await claim(second, room);
    await expect(first.store.append(child, entries(2, 2))).rejects.toMatchObject(replaced);
    await second.store.append(child, entries(2, 2));
  });

  it('without a claim nothing is written at all', async () => {
    const [first] = [await start('one')];
    const room = await newRoom(first);
    await expect(first.store.append(room, entries(1, 1))).rejects.toMatchObject(replaced);
    expect(await first.store.lastSeq(room)).toBe(0);
  });

  it('a claim waits for the append of the present owner, and follows it', async () => {
    const [first, second] = [await start('one'), await start('two')];
    const room = await newRoom(first);
    await claim(first, room);
    await sleep(first);
    const writes = Array.from({ length: 30 }, (_, index) => first.store.append(room, entries(index + 1, index + 1)));
    const claimed = claim(second, room);
    const results = await Promise.allSettled(writes);
    await claimed;
    const written = results.filter(({ status }) => status === 'fulfilled').length;
    // The first refusal ends it: no write of the first node follows one that was refused.
    expect(results.map(({ status }) => status === 'fulfilled').lastIndexOf(true)).toBe(written - 1);
    expect(await second.store.lastSeq(room)).toBe(written);
  });

  it('a late sign of life says so, and a newer process takes the name', async () => {
    const first = await start('one');
    const beat = () => first.store.ask.nodes.beat({ ...first.own.holder, leaseMs: minute });
    expect(await beat()).toMatchObject({ wasLate: false });
    await sleep(first);
    expect(await beat()).toMatchObject({ wasLate: true });
    const room = await newRoom(first);
    await claim(first, room);
    const again = await start('one');
    expect(await beat()).toBeUndefined();
    expect(await claim(again, room)).toBe(2);
    await expect(first.store.append(room, entries(1, 1))).rejects.toMatchObject(replaced);
  });

  it('finds the occupied rooms whose node is dead, and no others', async () => {
    const [first, second] = [await start('one'), await start('two')];
    const [empty, occupied, another] = [await newRoom(first), await newRoom(first), await newRoom(second)];
    for (const [node, room] of [
      [first, empty],
      [first, occupied],
      [second, another],
    ] as const)
      await claim(node, room);
    await first.store.markRoom(occupied, undefined);
    await second.store.markRoom(another, undefined);
    const orphans = () => second.store.ask.leases.orphans({ limit: 10 });
    expect(await orphans()).toEqual([]);
    await sleep(first);
    expect(await orphans()).toEqual([occupied]);
    await second.store.ask.nodes.leave(second.own.holder);
    expect((await orphans()).sort()).toEqual([occupied, another].sort());
  });

  it('lists nodes with what they own, and whether they live', async () => {
    const [first, second] = [await start('one'), await start('two')];
    await claim(first, await newRoom(first));
    await sleep(second);
    expect(await first.store.ask.nodes.cordon({ node: 'two', cordoned: true })).toBe(true);
    expect(await first.store.ask.nodes.cordon({ node: 'ten', cordoned: true })).toBe(false);
    expect(await first.store.ask.nodes.list()).toMatchObject([
      { node: 'one', alive: true, families: 1, cordoned: false },
      { node: 'two', alive: false, families: 0, cordoned: true },
    ]);
  });

  it('the lease of an erased room goes with it', async () => {
    const first = await start('one');
    const room = await newRoom(first);
    await claim(first, room);
    await first.store.append(room, entries(1, 3));
    await first.store.eraseRoom(room);
    expect(await first.store.ask.leases.held(first.own.holder)).toEqual([]);
    await first.store.ask.leases.release({ room, ...first.own.holder, fence: 1 });
  });
});
