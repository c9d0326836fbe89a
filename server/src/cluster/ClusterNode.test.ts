import { expect, it } from 'vitest';
import { ClusterNode } from './ClusterNode.ts';
import { OwnLeases } from './OwnLeases.ts';
import type { KnownNode, LeaseBook } from './ports.ts';

const placeOf = (node: string) => ({
  node,
  roomUrl: `https://${node}.example/socket.io`,
  mediaUrl: `https://${node}.example/media`,
  media: { host: node, port: 4600, region: 'north' },
});

function known(node: string, alive: boolean): KnownNode {
  const place = JSON.stringify(placeOf(node));
  return { node, boot: 'first', place, version: '1', cordoned: false, alive, families: 0 };
}

/** A node without messages, whose table of nodes and clock are the test's. */
async function enter() {
  const table = { listed: [known('n1', true)], cordoned: false };
  const due: (() => void)[] = [];
  const families = new Set(['a-room']);
  const told: { members: string[][]; draining: boolean[] } = { members: [], draining: [] };
  const book: LeaseBook = {
    nodes: {
      enter: async () => undefined,
      beat: async () => ({ wasLate: false, cordoned: table.cordoned }),
      leave: async () => undefined,
      cordon: async () => true,
      list: async () => table.listed,
    },
    leases: {
      claim: async () => ({ is: 'late' }),
      find: async () => undefined,
      release: async () => undefined,
      held: async () => [],
      orphans: async () => [],
    },
  };
  const node = await ClusterNode.enter({
    here: placeOf('n1'),
    version: '1',
    own: new OwnLeases({ node: 'n1', boot: 'first' }),
    book,
    timers: { monotonic: () => 0, after: (_, callback) => (due.push(callback), () => undefined) },
    media: {
      members: (nodes) => void told.members.push(nodes.map(({ name, region = '' }) => `${name} ${region}`)),
      drain: (draining) => void told.draining.push(draining),
    },
    nats: undefined,
    expected: async () => 5,
    onReplaced: () => undefined,
    failed: (what, error) => expect.fail(`${what}: ${String(error)}`),
  });
  node.serve({
    get families() {
      return [...families];
    },
    census: async () => ({ rooms: 0, people: 0 }),
    adopt: async () => undefined,
    abandon: async () => undefined,
    handOver: async (root) => void families.delete(root),
  });
  /** Lets the clock go on to the next reading of the list, and waits for it. */
  async function pass(): Promise<void> {
    for (let second = 0; second < 5; second += 1) {
      for (const callback of due.splice(0)) callback();
      for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return { node, table, told, pass };
}

it('tells the media of the nodes that live, and forgets one that two lists call dead', async () => {
  const { table, told, pass } = await enter();
  table.listed = [known('n1', true), known('n2', true), known('n3', false)];
  await pass();
  expect(told.members.at(-1)).toEqual(['n1 north', 'n2 north']);
  // All signs of life have run out while the database was away: the node itself is not sure of the others.
  table.listed = [known('n1', true), known('n2', false)];
  await pass();
  expect(told.members.at(-1)).toContain('n2 north');
  await pass();
  expect(told.members.at(-1)).toEqual(['n1 north']);
});

it('drains the media with the cordon of the node', async () => {
  const { table, told, pass } = await enter();
  table.cordoned = true;
  await pass();
  expect(told.draining.at(-1)).toBe(true);
  table.cordoned = false;
  await pass();
  expect(told.draining.at(-1)).toBe(false);
});

it('keeps its meetings in a drain when no other node takes them', async () => {
  const { node, table } = await enter();
  table.listed = [known('n1', true), known('n2', false), { ...known('n3', true), cordoned: true }];
  expect(await node.drain()).toEqual({ moved: 0, left: 1 });
  table.listed = [known('n1', true), known('n2', true)];
  expect(await node.drain()).toEqual({ moved: 1, left: 0 });
});
