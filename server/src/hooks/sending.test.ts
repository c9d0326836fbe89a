import { expect, it } from 'vitest';
import { bbbHookRow } from './bbb/programs.ts';
import { send } from './sending.ts';

/** Sends one delivery of a hook whose secret this node does not have. */
async function outcomeOf(permanent: 0 | 1) {
  const row = bbbHookRow({
    owner: '',
    id: 'h1',
    kind: 'bbb',
    url: 'https://a.test/',
    at: 1,
    secret_hash: 'new',
    permanent,
  });
  const delivery = {
    n: 1,
    id: 'd1',
    hook: 'h1',
    lane: 'h1 a-room',
    event: 'meeting-ended',
    room: 'a-room',
    body: '{}',
    at: 1,
    state: 'waiting' as const,
    tries: 0,
    first_at: null,
    tried_at: null,
    status: null,
    reason: null,
  };
  const tried = await send(
    { delivery, hook: { ...row, n: 1 }, turn: 0, tries: 0 },
    {
      outward: { check: () => expect.fail(), open: () => expect.fail() },
      key: 'key',
      bbbSecrets: async () => [{ owner: '', secret: 'old' }],
      domain: () => 'a.test',
      now: () => 1_000,
    },
  );
  return tried.outcome;
}

it('lets a permanent hook wait for its secret, and removes another one', async () => {
  expect(await outcomeOf(1)).toEqual({ is: 'later', dueAt: 61_000 });
  expect(await outcomeOf(0)).toEqual({ is: 'gone' });
});
