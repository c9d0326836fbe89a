import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { calmLoad, judge, type Load, type LoadSample } from './loadPolicy.ts';
import { mostShed, noPictures, type ShedLevel } from './shedLevels.ts';

const everyMs = 200;
const quiet = { queuedBytes: 0, drops: 0, busy: 0.3, soundLateMs: 0, lagMs: 2 } as const;
type Reading = Omit<LoadSample, 'at'>;

/** Lets the policy take these readings; returns the load after each. */
function run(readings: readonly Reading[], from: Load = calmLoad): Load[] {
  const start = (from.window.at(-1)?.at ?? 0) + everyMs;
  let load = from;
  return readings.map((reading, index) => (load = judge(load, { at: start + index * everyMs, ...reading })));
}
const levels = (loads: readonly Load[]) => loads.map(({ level }) => level);
const last = (loads: readonly Load[]) => loads.at(-1) ?? calmLoad;
const times = (count: number, reading: Partial<Reading>): Reading[] =>
  Array.from({ length: count }, () => ({ ...quiet, ...reading }));
const standing = { queuedBytes: 40_000, busy: 1 };

it('sheds nothing while the queue is empty, however busy the worker is', () => {
  expect(last(run(times(500, { busy: 1 }))).level).toBe(0);
});

it('sheds nothing for a burst: the queue of one key frame is shrinking in the next reading', () => {
  const burst = [...times(1, { queuedBytes: 300_000, busy: 1 }), ...times(1, { queuedBytes: 120_000, busy: 1 })];
  const readings = Array.from({ length: 50 }, () => [...times(4, {}), ...burst]).flat();
  expect(new Set(levels(run(readings)))).toEqual(new Set([0]));
});

it('sheds the first layers when a queue stands in three readings', () => {
  expect(levels(run(times(3, standing)))).toEqual([0, 0, 1]);
});

it('gives pictures up at once when packets are dropped or much stands', () => {
  expect(levels(run([...times(2, {}), ...times(1, { drops: 1 })]))).toEqual([0, 0, 3]);
  expect(levels(run(times(2, { queuedBytes: 500_000, busy: 1 })))).toEqual([0, 3]);
});

it('gives pictures up before a queue that grows in three readings is long', () => {
  const growing = [30_000, 50_000, 70_000].map((queuedBytes) => ({ ...quiet, busy: 1, queuedBytes }));
  expect(levels(run(growing))).toEqual([0, 0, 3]);
});

it('waits for a step to have effect, goes on while the queue stands, and leaves a shrinking queue alone', () => {
  expect(levels(run(times(9, standing)))).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4]);
  const shrinking = [500_000, 500_000, 300_000, 200_000, 130_000, 80_000, 40_000, 0];
  expect(levels(run(shrinking.map((queuedBytes) => ({ ...quiet, busy: 1, queuedBytes }))))).toEqual([
    0,
    ...Array(7).fill(3),
  ]);
});

it('counts a late loop of this process only while the worker is busy', () => {
  expect(last(run(times(20, { lagMs: 400, busy: 0.2 }))).level).toBe(0);
  expect(levels(run(times(3, { lagMs: 400, busy: 0.9 })))).toEqual([0, 0, 1]);
});

it('believes late sound while the worker has no time left, and not of a sender with a slow network', () => {
  expect(last(run(times(50, { soundLateMs: 500, busy: 0.5 }))).level).toBe(0);
  expect(levels(run(times(3, { soundLateMs: 100, busy: 0.95 })))).toEqual([0, 0, 1]);
  expect(levels(run(times(3, { soundLateMs: 300, busy: 0.95 })))).toEqual([0, 0, 3]);
  const burst = [...times(4, { busy: 0.9 }), ...times(2, { soundLateMs: 180, busy: 1 })];
  expect(last(run(Array.from({ length: 30 }, () => burst).flat())).level).toBe(0);
});

it('takes voices only where sound is late without any pictures, and gives them back sooner than pictures', () => {
  const queue = times(40, { queuedBytes: 30_000, busy: 1, soundLateMs: 90 });
  expect(last(run(queue)).level).toBe(noPictures);
  expect(last(run(times(40, { queuedBytes: 60_000, busy: 1 }))).level).toBe(mostShed);
  const late = run(times(40, { queuedBytes: 30_000, busy: 1, soundLateMs: 150 }));
  expect(last(late).level).toBe(mostShed);
  const calm = levels(run(times(130, {}), last(late)));
  const until = (level: number) => calm.indexOf(level as ShedLevel) * everyMs;
  expect(until(5)).toBeLessThan(9_000);
  expect(until(4) - until(5)).toBe(8_000);
});

it('takes back one step after a time of calm, and not while the worker has no time to spare', () => {
  const shed = last(run(times(2, { queuedBytes: 500_000, busy: 1 })));
  expect(last(run(times(500, { busy: 0.9 }), shed)).level).toBe(3);
  const calm = run(times(130, {}), shed);
  const changes = levels(calm).flatMap((level, index, all) => (level === (all[index - 1] ?? 3) ? [] : [index]));
  expect(changes).toHaveLength(3);
  const [first = 0, second = 0] = changes;
  expect((second - first) * everyMs).toBe(8_000);
  expect(last(calm).level).toBe(0);
});

it('becomes more patient with each relapse, and forgets that after long calm', () => {
  let load = last(run(times(2, { queuedBytes: 500_000, busy: 1 })));
  const waits: number[] = [];
  for (let relapse = 0; relapse < 6; relapse += 1) {
    const calm = run(times(700, {}), load);
    const eased = calm.findIndex(({ level }) => level < 3);
    waits.push(Math.round(((eased + 1) * everyMs) / 1_000));
    load = last(run(times(2, { queuedBytes: 500_000, busy: 1 }), calm[eased]));
    expect(load.level).toBe(3);
  }
  expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  expect(waits[0]).toBeLessThan(10);
  expect(waits.at(-1)).toBeGreaterThan(100);
  expect(last(run(times(10_000, {}), load)).patienceMs).toBe(calmLoad.patienceMs);
});

it('for any readings: steps back one at a time, and never leaves the scale', () => {
  const reading = fc.record({
    queuedBytes: fc.integer({ min: 0, max: 2_000_000 }),
    drops: fc.integer({ min: 0, max: 3 }),
    busy: fc.double({ min: 0, max: 1, noNaN: true }),
    soundLateMs: fc.integer({ min: 0, max: 5_000 }),
    lagMs: fc.integer({ min: 0, max: 2_000 }),
  });
  fc.assert(
    fc.property(fc.array(reading, { maxLength: 300 }), (readings) => {
      let drops = 0;
      const cumulative = readings.map((one) => ({ ...one, drops: (drops += one.drops) }));
      const seen = levels(run(cumulative));
      return seen.every((level, index) => level >= 0 && level <= mostShed && level >= (seen[index - 1] ?? 0) - 1);
    }),
  );
});
