import type { Poll } from '@plenum/shared/features/poll/contract';
import { expect, it } from 'vitest';
import type { RoomKept } from '../../app/keeps.ts';
import { keepsOf } from './keeps.ts';

const setup = { question: 'Who pays?', choice: { kind: 'yesNo' }, several: false, secret: false } as const;
const base = { setup, isQuiz: false, openedBy: 'ana', openedAt: 1, voted: 2 };
const outcome = { result: { kind: 'counted' as const, ballots: 2, tally: [1, 1], texts: [] } };
const polls = [
  { ...base, id: 'poll-open', status: 'open' },
  { ...base, id: 'poll-published', status: 'published', outcome },
] as unknown as readonly Poll[];

it('has a table for each published poll of a room, and for no other', async () => {
  const room: RoomKept = {
    title: 'North',
    states: { poll: { polls } },
    printers: [],
    fetchFile: () => Promise.reject(new Error('not needed')),
  };
  const keeps = keepsOf(room);
  expect(keeps.map(({ key }) => key)).toEqual(['poll poll-published']);
  expect(await (await keeps[0]?.make())?.text()).toContain('Who pays?');
});
