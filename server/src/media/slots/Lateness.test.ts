import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRtp } from './createRtp.ts';
import { Lateness } from './Lateness.ts';

const packet = (timestamp: number) => createRtp({ sequence: 0, timestamp: timestamp >>> 0 });
/** A packet for each way in ms, 20 ms apart; returns the lateness of each. */
function measure(ways: readonly number[], { from = 0, lateness = new Lateness() } = {}): number[] {
  return ways.map((way, index) => Math.round(lateness.measure(packet(from + index * 960), 1_000 + index * 20 + way)));
}

it('measures what a queue adds to the quickest way', () => {
  expect(measure([50, 55, 50, 250, 650, 50])).toEqual([0, 5, 0, 200, 600, 0]);
});

it('goes on when the timestamp wraps', () => {
  expect(measure([50, 50, 50, 90], { from: 2 ** 32 - 1_920 })).toEqual([0, 0, 0, 40]);
});

it('begins anew with a timestamp that leaps, and takes a longer way for the usual one after a while', () => {
  const lateness = new Lateness();
  measure([50, 50], { lateness });
  expect(measure([300, 300], { from: 1_000_000_000, lateness })).toEqual([0, 0]);
  const moved = measure([50, ...Array<number>(2_000).fill(500)]);
  expect(moved[1]).toBe(450);
  expect(moved.at(-1)).toBe(0);
});

it('is never negative, whatever arrives', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer(), fc.nat(3_000)), { maxLength: 60 }), (arrivals) => {
      const lateness = new Lateness();
      let at = 0;
      return arrivals.every(([timestamp, later]) => lateness.measure(packet(timestamp), (at += later)) >= 0);
    }),
  );
});
