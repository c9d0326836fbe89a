import { afterEach, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { duration } from '@plenum/shared/features/duration/contract';
import { Running } from './running.ts';

let running: Running;
afterEach(() => running.close());

const Opened = z.object({ id: z.string() });

/** Opens a room; returns the limit in its log. */
async function limitOf(input: object): Promise<unknown> {
  const { status, json } = await running.http('POST', '/api/rooms', { title: 'x', ...input });
  if (status !== 201) return [status, json];
  const room = await running.server.rooms.require(z.parse(Opened, json).id);
  return room.committed(duration).limit;
}

it('[DU1] a room has the limit of the server, or a shorter one of the person who opens it', async () => {
  running = await Running.create({}, { options: { roomLimit: { minutes: 60, extendable: 30 } } });
  expect(await limitOf({})).toEqual({ minutes: 60, extendable: 30, of: { is: 'server' } });
  expect(await limitOf({ duration: { minutes: 20 } })).toEqual({ minutes: 20, extendable: 70, of: { is: 'opener' } });
  expect(await limitOf({ duration: { minutes: 61 } })).toMatchObject([
    403,
    { code: 'forbidden', message: 'Meetings on this server last 60 minutes at most. Choose fewer.' },
  ]);
});

it('[DU13] without a limit of the server a room has none, unless the person who opens it wants one', async () => {
  running = await Running.create();
  expect(await limitOf({})).toBeUndefined();
  expect(await limitOf({ duration: { minutes: 20 } })).toMatchObject({ minutes: 20, of: { is: 'opener' } });
  for (const wish of [{ minutes: 0 }, { minutes: 10_081 }, { minutes: 1.5 }, { minutes: 5, extendable: 9 }, {}, 5]) {
    expect(await limitOf({ duration: wish })).toMatchObject([400, { code: 'invalid' }]);
  }
});
