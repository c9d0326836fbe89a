import { expect, it } from 'vitest';
import type { RoomId } from '@plenum/shared/core/ids';
import { Heartbeat } from './Heartbeat.ts';
import { OwnLeases } from './OwnLeases.ts';
import type { LeaseBook } from './ports.ts';

/** A node with so many rooms of dead nodes to take over, whose clock is the test's. */
function start(rooms: number) {
  const left = new Set<RoomId>(Array.from({ length: rooms }, (_, index) => `room-${index}`));
  const due: (() => void)[] = [];
  const seen = { beats: 0, opened: 0, opening: 0, mostAtOnce: 0 };
  const table = { cordoned: false };
  const gate = Promise.withResolvers<void>();
  const book: LeaseBook = {
    nodes: {
      enter: async () => undefined,
      beat: async () => {
        seen.beats += 1;
        return { wasLate: false, cordoned: table.cordoned };
      },
      leave: async () => undefined,
      cordon: async () => true,
      list: async () => [],
    },
    leases: {
      claim: async () => ({ is: 'late' }),
      find: async () => undefined,
      release: async () => undefined,
      held: async () => [],
      orphans: async ({ limit }) => [...left].slice(0, limit),
    },
  };
  const heartbeat = Heartbeat.start({
    own: new OwnLeases({ node: 'n1', boot: 'first' }),
    book,
    timers: { monotonic: () => 0, after: (_, callback) => (due.push(callback), () => undefined) },
    adopt: async (room) => {
      left.delete(room);
      seen.opening += 1;
      seen.mostAtOnce = Math.max(seen.mostAtOnce, seen.opening);
      await gate.promise;
      seen.opening -= 1;
      seen.opened += 1;
    },
    onReplaced: () => undefined,
    failed: (what, error) => expect.fail(`${what}: ${String(error)}`),
  });
  async function pass(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      for (const callback of due.splice(0)) callback();
      for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return { heartbeat, seen, table, gate, pass };
}

it('takes over a hundred rooms at once, some at a time, and gives its signs of life meanwhile', async () => {
  const { heartbeat, seen, gate, pass } = start(100);
  await pass(3);
  expect(seen).toMatchObject({ opening: 8, opened: 0 });
  const before = seen.beats;
  await pass(5);
  expect(seen.beats).toBe(before + 5);
  gate.resolve();
  await expect.poll(() => seen.opened).toBe(100);
  expect(seen.mostAtOnce).toBe(8);
  await heartbeat.stop();
});

it('takes over no more rooms once it is cordoned', async () => {
  const { heartbeat, seen, table, gate, pass } = start(100);
  await pass(3);
  expect(seen.opening).toBe(8);
  table.cordoned = true;
  await pass(1);
  gate.resolve();
  await pass(2);
  expect(seen).toMatchObject({ opening: 0, opened: 8 });
  await heartbeat.stop();
});
