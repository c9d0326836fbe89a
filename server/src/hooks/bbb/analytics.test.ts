import { expect, it } from 'vitest';
import type { LogEntry } from '@plenum/shared/core/log';
import { learningData } from './analytics.ts';

/** What the learning data say of a person whose windows are `w1` and `w2`. @param steps second, window, and what it did */
async function attendeesOf(steps: readonly (readonly [number, string, 'joined' | 'left'])[], endS: number) {
  const entries = steps.map(([second, id, event], index): LogEntry => {
    const payload = event === 'joined' ? { id, name: 'Ana', role: 'participant' } : { id };
    return { seq: index + 1, at: second * 1_000, feature: 'presence', event, payload };
  });
  const store = { ask: { deliveries: { past: async () => ({ entries, next: undefined }) } } };
  const meeting = {
    internalId: 'i',
    meetingId: 'm',
    name: 'Yard',
    parent: null,
    createdAt: 0,
    attendeePw: 'a',
    moderatorPw: 'b',
    voiceBridge: '70000',
    parameters: {},
  };
  return learningData(store as never, { room: 'r', meeting, userIdOf: () => 'ana' }, endS * 1_000);
}

it('the time of a person with several windows counts while at least one is open', async () => {
  const data = await attendeesOf(
    [
      [10, 'w1', 'joined'],
      [20, 'w2', 'joined'],
      [30, 'w1', 'left'],
      [40, 'w2', 'left'],
      [100, 'w1', 'joined'],
      [105, 'w2', 'joined'],
    ],
    110,
  );
  expect(data).toMatchObject({ data: { attendees: [{ ext_user_id: 'ana', duration: 40 }] } });
});
