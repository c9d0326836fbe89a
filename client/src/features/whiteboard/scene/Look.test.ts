import { expect, it } from 'vitest';
import { fromTo } from './Look.ts';

it('what is painted is shown where the page has it now', () => {
  expect(fromTo({ scale: 2, x: 10, y: 20 }, { scale: 2, x: 10, y: 20 })).toBe('');
  expect(fromTo({ scale: 1, x: 0, y: 0 }, { scale: 1, x: -30, y: 5 })).toBe('matrix(1, 0, 0, 1, -30, 5)');
  // The point 100, 50 of the page was painted at 110, 70 and is now at 160, 80.
  const [k, , , , x, y] = (/\((.*)\)/.exec(fromTo({ scale: 1, x: 10, y: 20 }, { scale: 2, x: -40, y: -20 }))?.[1] ?? '')
    .split(', ')
    .map(Number);
  expect([110 * (k ?? 0) + (x ?? 0), 70 * (k ?? 0) + (y ?? 0)]).toEqual([160, 80]);
});
