import { expect, it } from 'vitest';
import { addressesIn, draftOf, newDraft, planOf, repeatOf, repeats, wrongInPlan } from './planning.ts';

const draft = { ...newDraft('Weekly', Date.UTC(2026, 10, 30, 10, 20), 'Europe/Berlin') };

it('a new plan is for the next full hour, and is sent with its time in the zone', () => {
  expect([draft.day, draft.time]).toEqual(['2026-11-30', '12:00']);
  expect(planOf(draft)).toEqual({
    title: 'Weekly',
    startsAt: Date.UTC(2026, 10, 30, 11),
    minutes: 60,
    zone: 'Europe/Berlin',
  });
});

it('each choice of how often is what is read of the plan again', () => {
  for (const repeat of repeats) expect(repeatOf(planOf({ ...draft, repeat }) ?? {})).toBe(repeat);
  expect(repeatOf({ recurrence: { every: 'week', interval: 1, times: 5 } })).toBeUndefined();
});

it('a plan with a wrong field is not sent', () => {
  const wrong = [
    [{ title: ' ' }, 'title'],
    [{ zone: 'Moon/Base' }, 'zone'],
    [{ day: '' }, 'time'],
  ] as const;
  for (const [change, field] of wrong) {
    const changed = { ...draft, ...change };
    expect([...wrongInPlan(changed)]).toEqual([field]);
    expect(planOf(changed)).toBeUndefined();
  }
});

it('a plan that is changed is sent as it is, until the person changes it', () => {
  const plans = [
    { recurrence: { every: 'week' as const, interval: 2 } },
    // As no person would have chosen it.
    { recurrence: { every: 'week' as const, interval: 5, times: 4 } },
    {},
  ];
  for (const more of plans) {
    const input = {
      title: 'Weekly',
      startsAt: Date.UTC(2026, 11, 1, 9, 45),
      minutes: 25,
      zone: 'Asia/Kathmandu',
      ...more,
    };
    expect(planOf(draftOf({ id: 'p', ...input }), { id: 'p', ...input })).toEqual(input);
  }
});

it('addresses are read with any sign between them, once each', () => {
  expect(addressesIn(' Lea@example.org, bo@example.org\n;lea@example.org ')).toEqual({
    emails: ['lea@example.org', 'bo@example.org'],
    wrong: undefined,
  });
  expect(addressesIn('lea@example.org Lea Lind').wrong).toBe('Lea');
  expect(addressesIn(' ').emails).toEqual([]);
});
