import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { isZone, occurrencesOf, shownAt, timeAt } from './occurrences.ts';

const berlin = (text: string) => Date.parse(text);
const all = { from: 0, to: 9e12, most: 5 };

it('[PL2] a plan keeps its time of day when clocks change', () => {
  const weekly = { every: 'week', interval: 1 } as const;
  const plan = { startsAt: berlin('2026-10-18T19:00+02:00'), zone: 'Europe/Berlin', recurrence: weekly };
  expect(occurrencesOf(plan, { ...all, most: 3 }).map((at) => new Date(at).toISOString())).toEqual([
    '2026-10-18T17:00:00.000Z',
    '2026-10-25T18:00:00.000Z',
    '2026-11-01T18:00:00.000Z',
  ]);
  // 02:30 does not exist on this day.
  const early = {
    startsAt: berlin('2026-03-28T02:30+01:00'),
    zone: 'Europe/Berlin',
    recurrence: { every: 'day', interval: 1 },
  } as const;
  const days = occurrencesOf(early, { ...all, most: 3 });
  expect(days.map((at) => new Date(at).toISOString().slice(0, 10))).toEqual(['2026-03-28', '2026-03-29', '2026-03-30']);
});

it('[PL2] a month without the day is left out, and a plan ends after its number of times', () => {
  const monthly = { every: 'month', interval: 1, times: 4 } as const;
  const plan = { startsAt: berlin('2026-01-31T12:00Z'), zone: 'UTC', recurrence: monthly };
  expect(occurrencesOf(plan, all).map((at) => new Date(at).toISOString().slice(0, 10))).toEqual([
    '2026-01-31',
    '2026-03-31',
  ]);
  const daily = { startsAt: 0, zone: 'UTC', recurrence: { every: 'day', interval: 2, times: 3 } } as const;
  expect(occurrencesOf(daily, all)).toEqual([0, 172_800_000, 345_600_000]);
  expect(occurrencesOf({ startsAt: 5, zone: 'UTC' }, { from: 6, to: 9, most: 5 })).toEqual([]);
});

it('[PL2] a later window has the same times as the whole, and all are in order and within it', () => {
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu');
  const recurrence = fc.record({
    every: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
    interval: fc.integer({ min: 1, max: 12 }),
  });
  fc.assert(
    fc.property(zone, recurrence, fc.integer({ min: 1.6e12, max: 1.9e12 }), fc.nat(900), (name, how, at, days) => {
      const plan = { startsAt: Math.floor(at / 1000) * 1000, zone: name, recurrence: how };
      const from = plan.startsAt + days * 86_400_000;
      const to = from + 200 * 86_400_000;
      const whole = occurrencesOf(plan, { from: 0, to, most: 5_000 });
      const window = occurrencesOf(plan, { from, to, most: 5_000 });
      expect(window).toEqual(whole.filter((one) => one >= from));
      expect(whole).toEqual(whole.toSorted((one, other) => one - other));
      expect(whole[0]).toBe(plan.startsAt);
    }),
    { numRuns: 200 },
  );
});

it('knows zones', () => {
  expect(['Europe/Madrid', 'UTC', 'Mars/Olympus', '', '../etc'].map(isZone)).toEqual([true, true, false, false, false]);
});

it('a day and a time of a zone become a time, and the other way round', () => {
  expect(timeAt('Europe/Berlin', '2026-12-01', '18:30')).toBe(Date.UTC(2026, 11, 1, 17, 30));
  expect(timeAt('America/Lima', '2026-07-01', '00:15')).toBe(Date.UTC(2026, 6, 1, 5, 15));
  for (const [zone, day, time] of [
    ['Nowhere/Land', '2026-12-01', '18:30'],
    ['Europe/Berlin', '2026-13-01', '18:30'],
    ['Europe/Berlin', '', ''],
  ] as const) {
    expect(timeAt(zone, day, time)).toBeUndefined();
  }
  expect(shownAt('Asia/Kolkata', Date.UTC(2026, 11, 31, 20))).toEqual({ day: '2027-01-01', time: '01:30' });
});
