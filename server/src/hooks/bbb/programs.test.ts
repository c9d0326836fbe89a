import { AppError } from '@plenum/shared/core/errors';
import { expect, it, vi } from 'vitest';
import type { Store } from '../../storage/ports.ts';
import { recordedForPrograms } from './programs.ts';

const parameters = {
  meetingEndedURL: 'https://a.test/ended',
  meta_endCallbackUrl: 'https://a.test/end',
  'meta_analytics-callback-url': 'https://a.test/analytics',
};
const meeting = {
  owner: '',
  internal_id: 'i1',
  meeting_id: 'm1',
  room: 'a-room',
  name: 'Yard',
  attendee_pw: 'ap',
  moderator_pw: 'mp',
  voice_bridge: '1',
  parent: null,
  parameters: JSON.stringify(parameters),
  created_at: 1,
};

/** Tells of the end of a meeting whose log is read with `past`. */
async function tell(past: () => Promise<unknown>) {
  const ask = {
    bbbMeetings: { ofRoom: async () => meeting, sessions: async () => [] },
    deliveries: { bbbHooksOf: async () => [], isRecorded: async () => false, past },
  };
  const failed = vi.fn<() => string>(() => 'e1');
  const row = { n: 1, what: 'meetingEnded', about: 'i1', room: 'a-room', at: 2, details: '{}' };
  // Only these procedures are asked.
  const store = { ask } as unknown as Pick<Store, 'ask'>;
  const { list } = await recordedForPrograms({ store, report: { failed } }, row);
  return { kinds: list.map(({ event }) => event), failed };
}

it('leaves out the learning data alone when the log cannot be read, and reports that', async () => {
  const entry = { feature: 'presence', event: 'joined', at: 1, payload: { id: 7 } };
  const { kinds, failed } = await tell(async () => ({ entries: [entry], next: undefined }));
  expect(kinds.toSorted()).toEqual(['endCallback', 'ended']);
  expect(failed).toHaveBeenCalledOnce();
});

it('tells nothing yet while the database cannot answer', async () => {
  const telling = tell(() => Promise.reject(new AppError('unavailable', 'The database is away.')));
  await expect(telling).rejects.toMatchObject({ code: 'unavailable' });
});
