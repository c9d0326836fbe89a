import { expect, it } from 'vitest';
import { DayCounter } from './DayCounter.ts';

const day = 24 * 3_600_000;

it('counts each key alone, and starts again a day after its first use', () => {
  let now = 1;
  const counter = new DayCounter(10, () => now);
  expect(counter.take('ana', 6)).toBe(true);
  now += day / 2;
  expect(counter.take('ana', 4)).toBe(true);
  expect(counter.take('ana', 1)).toBe(false);
  expect([counter.left('ana'), counter.left('ben')]).toEqual([0, 10]);
  now += day / 2;
  expect(counter.left('ana')).toBe(10);
  expect(counter.take('ana', 10)).toBe(true);
});

it('forgets the oldest key when there are too many, and keys whose day is over', () => {
  let now = 1;
  const counter = new DayCounter(10, () => now, 2);
  for (const key of ['ana', 'ben', 'cleo']) counter.take(key, 10);
  expect(['ana', 'ben', 'cleo'].map((key) => counter.left(key))).toEqual([10, 0, 0]);
  now += day;
  counter.take('dora', 10);
  expect(['ben', 'cleo', 'dora'].map((key) => counter.left(key))).toEqual([10, 10, 0]);
});
