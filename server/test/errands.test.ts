import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { contract } from '@plenum/shared/core/contract';
import { reducer } from '@plenum/shared/core/reducer';
import { Errands } from '../src/room/Errands.ts';
import { type AnySlice, serve } from '../src/room/serve.ts';
import { FakeClock } from './FakeClock.ts';

const day = 24 * 3_600_000;
const watch = contract('watch', { state: z.object({ at: z.optional(z.number()) }) });

let clock: FakeClock;
let at: number | undefined;
let woken: number[];
let brought: unknown[];
let failures: number;
let reports: string[];
let slice: AnySlice;
let errands: Errands;

beforeEach(() => {
  clock = new FakeClock();
  [at, woken, brought, failures, reports] = [undefined, [], [], 0, []];
  slice = serve(reducer(watch, { initial: {}, on: {} }), {
    commands: {},
    errands: {
      wakesAt: (state) => state.at,
      wake() {
        woken.push(clock.now());
        at = undefined;
      },
      box: (_context, box, values) => void brought.push(box, ...values),
    },
  });
  errands = new Errands({
    clock,
    slices: new Map([[slice.name, slice]]),
    states: () => ({ watch: at === undefined ? {} : { at } }),
    readBox: async (_slice, box) => [`in ${box}`],
    async run(_slice, handle) {
      failures -= 1;
      if (failures >= 0) throw new Error('not now');
      handle(Object.create(null));
    },
    failed: (what) => void reports.push(what),
  });
});

/** Waits for the work that a timer has started. */
const settle = () => new Promise<void>((resolve) => void setImmediate(resolve));

async function advance(ms: number): Promise<void> {
  clock.advance(ms);
  await settle();
}

describe('the alarm', () => {
  it('fires at the time in the state, once, and not before', async () => {
    const due = clock.now() + 5_000;
    at = due;
    errands.setAlarm();
    await advance(4_999);
    expect(woken).toEqual([]);
    await advance(1);
    expect(woken).toEqual([due]);
    await advance(60_000);
    expect([woken.length, clock.waiting]).toEqual([1, 0]);
  });

  it('follows the state when the time changes or is removed', async () => {
    at = clock.now() + 5_000;
    errands.setAlarm();
    at += 5_000;
    errands.setAlarm();
    await advance(5_000);
    expect(woken).toEqual([]);
    at = undefined;
    errands.setAlarm();
    expect(clock.waiting).toBe(0);
    at = clock.now() - 1;
    errands.setAlarm();
    await advance(0);
    expect(woken).toHaveLength(1);
  });

  it('keeps times that are too far for one timer', async () => {
    at = clock.now() + 40 * day;
    errands.setAlarm();
    await advance(30 * day);
    expect(woken).toEqual([]);
    await advance(10 * day);
    expect(woken).toHaveLength(1);
  });

  it('tries again after a failure, and reports it; does nothing once it is stopped', async () => {
    failures = 2;
    at = clock.now();
    errands.setAlarm();
    await advance(0);
    await advance(1_000);
    expect([woken.length, reports]).toEqual([0, ['waking watch', 'waking watch']]);
    await advance(1_000);
    expect(woken).toHaveLength(1);
    at = clock.now() + 1_000;
    errands.setAlarm();
    errands.stop();
    errands.setAlarm();
    await advance(60_000);
    expect([woken.length, clock.waiting]).toEqual([1, 0]);
  });
});

describe('a box', () => {
  it('is given to the feature as soon as that succeeds', async () => {
    failures = 1;
    const done = errands.bringBox(slice, 'ballots');
    await settle();
    expect([brought, reports]).toEqual([[], ['reading a box of watch']]);
    clock.advance(1_000);
    await done;
    expect(brought).toEqual(['ballots', 'in ballots']);
  });

  it('is not given to the feature in a closed room', async () => {
    failures = 1;
    const done = errands.bringBox(slice, 'ballots');
    await settle();
    errands.stop();
    clock.advance(1_000);
    await done;
    expect(brought).toEqual([]);
  });
});
