import { expect, it } from 'vitest';
import type { LogEntry } from '@plenum/shared/core/log';
import { mediaRules } from '../features/index.ts';
import type { Room } from '../room/Room.ts';
import { MediaReader } from './MediaReader.ts';

const entry = (feature: string, event: string, payload: unknown): LogEntry => ({
  seq: 1,
  at: 1,
  feature,
  event,
  payload,
});

function watched() {
  const done: unknown[][] = [];
  const note =
    (what: string) =>
    (...args: readonly unknown[]) =>
      void done.push([what, ...args.filter((arg) => typeof arg !== 'object' || Array.isArray(arg))]);
  const mediaRooms = { silence: note('silence'), stop: note('stop'), refresh: note('refresh'), carry: note('carry') };
  const reader = new MediaReader({
    orders: mediaRules.orders,
    mediaRooms,
    mediaLines: { end: note('end'), endAll: note('endAll') },
    report: { failed: () => '' },
  });
  reader.serve({ find: async () => ({}) as Room });
  return { done, reader };
}

it('passes the orders of features to the engine in the order of the log, and reviews rights once, at the end', async () => {
  const { done, reader } = watched();
  reader.onCommitted('room', [
    entry('moderation', 'silenced', { members: ['ben'], by: 'Ana' }),
    entry('moderation', 'locked', {}),
    entry('media', 'stopped', { member: 'ben', source: 'camera', by: 'ana' }),
    entry('presence', 'left', { id: 'ben' }),
    entry('breakout', 'closed', {}),
    entry('breakout', 'closed', {}),
  ]);
  await expect.poll(() => done.at(-1)?.[0]).toBe('carry');
  expect(done).toEqual([
    ['silence', 'room', ['ben']],
    ['stop', 'room', 'ben', ['camera', 'camera2', 'camera3']],
    ['end', 'room', 'ben'],
    ['refresh', 'room'],
    ['carry'],
  ]);
});

it('does not call the engine for entries without an order', () => {
  const { done, reader } = watched();
  reader.onCommitted('room', [
    entry('chat', 'sent', {}),
    entry('media', 'published', {}),
    entry('presence', 'joined', {}),
  ]);
  expect(done).toEqual([]);
});
