import { expect, it } from 'vitest';
import { newDraft, planOf, repeatOf, repeats, wrongInPlan } from './planning.ts';

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
