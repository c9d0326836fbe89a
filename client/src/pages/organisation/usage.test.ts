import { expect, it } from 'vitest';
import { barsOf, lastMonths, wordsOfMeasure } from './usage.ts';

const month = (name: string, meetings = 1) => ({
  month: name,
  meetings,
  participantMinutes: 60,
  peak: 2,
  bytes: 1_500,
});

it('has noughts for months without use, over the turn of a year', () => {
  const list = lastMonths([month('2026-02'), month('2025-11', 4)], 5);
  expect(list.map(({ month: name, meetings }) => [name, meetings])).toEqual([
    ['2025-10', 0],
    ['2025-11', 4],
    ['2025-12', 0],
    ['2026-01', 0],
    ['2026-02', 1],
  ]);
  expect(lastMonths([], 5)).toEqual([]);
});

it('draws bars in proportion, and a small value so that it can be seen', () => {
  const bars = barsOf([0, 1, 1_000], 120, 40);
  expect(bars.map(({ height }) => height)).toEqual([0, 2, 40]);
  expect(bars.every(({ x, width }) => x >= 0 && x + width <= 120)).toBe(true);
  expect(barsOf([0, 0], 120, 40).every(({ height }) => height === 0)).toBe(true);
});

it('says bytes with a unit and other numbers without', () => {
  expect(wordsOfMeasure(1_500, 'bytes', 'en')).toBe('1.5 kB');
  expect(wordsOfMeasure(1_500, 'minutes', 'en')).toBe('1,500');
});
