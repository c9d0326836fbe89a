import { expect, it } from 'vitest';
import { inPieces } from './inPieces.ts';
import type { Clock } from './ports.ts';

function clocked() {
  const at = { now: 0 };
  const pauses: (() => void)[] = [];
  const clock: Clock = {
    now: () => at.now,
    monotonic: () => at.now,
    after: (_ms, callback) => {
      pauses.push(callback);
      return () => undefined;
    },
  };
  const done: number[] = [];
  function* pieces(count: number, ms: number): Generator<void, void> {
    for (let n = 0; n < count; n += 1) {
      at.now += ms;
      done.push(n);
      yield;
    }
  }
  return { clock, pauses, done, pieces };
}

it('runs short work in the same tick', () => {
  const { clock, done, pieces } = clocked();
  expect(inPieces(pieces(100, 0), clock)).toBeUndefined();
  expect(done).toHaveLength(100);
});

it('lets the event loop run during long work, and resolves when it is done', async () => {
  const { clock, pauses, done, pieces } = clocked();
  const long = inPieces(pieces(50, 3), clock);
  expect(done.length).toBeLessThan(5);
  let turns = 0;
  for (; pauses.length > 0; turns += 1) {
    pauses.shift()?.();
    await new Promise((resolve) => void setImmediate(resolve));
  }
  await long;
  expect(done).toEqual([...Array(50).keys()]);
  expect(turns).toBeGreaterThan(10);
});
