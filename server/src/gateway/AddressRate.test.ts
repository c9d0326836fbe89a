import { expect, it } from 'vitest';
import { AddressRate } from './AddressRate.ts';

it('bounds each address by itself, and allows it more after a while', () => {
  let now = 0;
  const rate = new AddressRate({ burst: 3, perSecond: 1 }, () => now);
  expect([1, 2, 3, 4].map(() => rate.takes('192.0.2.1'))).toEqual([true, true, true, false]);
  expect(rate.takes('192.0.2.2')).toBe(true);
  now = 1_000;
  expect([1, 2].map(() => rate.takes('192.0.2.1'))).toEqual([true, false]);
});

it('forgets the address that was quiet longest, never one that keeps trying', () => {
  const rate = new AddressRate({ burst: 1, perSecond: 0 }, () => 0, 10);
  expect(rate.takes('loud')).toBe(true);
  for (let n = 0; n < 100; n += 1) {
    rate.takes(`quiet ${n}`);
    expect(rate.takes('loud')).toBe(false);
  }
  expect(rate.takes('quiet 0')).toBe(true);
});
