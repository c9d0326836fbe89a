import { expect, it } from 'vitest';
import { Arrivals } from './Arrivals.ts';

function heard(...sequences: number[]): Arrivals {
  const arrivals = new Arrivals();
  for (const [index, sequence] of sequences.entries()) arrivals.hear(sequence, index * 20);
  return arrivals;
}

it('counts what is missing between the first and the newest packet', () => {
  expect(heard(10, 11, 14, 15).lost).toBe(2);
  expect(heard(10, 11, 12).lost).toBe(0);
  expect(new Arrivals().lost).toBe(0);
});

it('takes a packet that comes late for one that came', () => {
  expect(heard(10, 12, 11, 13).lost).toBe(0);
});

it('goes on where sixteen bits end', () => {
  const arrivals = heard(65_534, 65_535, 0, 2);
  expect(arrivals.lost).toBe(1);
  expect(arrivals.highest).toBe(65_538);
});

it('reports the share that was lost since the report before', () => {
  const arrivals = heard(0, 1, 2, 3);
  expect(arrivals.fractionLost()).toBe(0);
  arrivals.hear(5, 100);
  arrivals.hear(7, 140);
  expect(arrivals.fractionLost()).toBe(128);
  expect(arrivals.fractionLost()).toBe(0);
});

it('begins anew after a restart, with the gaps as well', () => {
  const arrivals = heard(0, 5);
  arrivals.restart();
  arrivals.hear(9, 1_000);
  arrivals.hear(10, 1_020);
  expect(arrivals).toMatchObject({ received: 2, lost: 0, longestGapMs: 20 });
});
