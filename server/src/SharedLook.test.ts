import { expect, it } from 'vitest';
import { FakeClock } from '../test/FakeClock.ts';
import { SharedLook } from './SharedLook.ts';

it('runs once for all callers within a second, and again after it', async () => {
  const clock = new FakeClock();
  let looks = 0;
  const shared = new SharedLook(clock, async () => (looks += 1));
  expect(await Promise.all(Array.from({ length: 100 }, () => shared.find()))).toEqual(Array(100).fill(1));
  clock.advance(999);
  expect(await shared.find()).toBe(1);
  clock.advance(1);
  expect(await shared.find()).toBe(2);
});
