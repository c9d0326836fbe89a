import { AppError } from '@plenum/shared/core/errors';
import { expect, it } from 'vitest';
import { FakeClock } from '../test/FakeClock.ts';
import { AppendWatch } from './AppendWatch.ts';
import type { Store } from './storage/ports.ts';

/** A store whose next append fails with this, when it is set. */
function failing() {
  const state: { error: Error | undefined } = { error: undefined };
  const store = {
    append: async () => {
      if (state.error) throw state.error;
    },
    lastSeq: async () => 7,
  };
  return { state, store: store as unknown as Store };
}

it('tells of an append that has failed for a minute, and of nothing else', async () => {
  const clock = new FakeClock();
  const { state, store } = failing();
  const watch = new AppendWatch(clock);
  const watched = watch.over(store);
  await watched.append('room', []);
  state.error = new AppError('conflict', 'Somebody else writes.');
  await expect(watched.append('room', [])).rejects.toBe(state.error);
  expect(watch.trouble).toBeUndefined();
  state.error = new AppError('unavailable', 'The disk is full.');
  await expect(watched.append('room', [])).rejects.toBe(state.error);
  state.error = undefined;
  // A small append that succeeds says nothing of large ones.
  await watched.append('room', []);
  expect(await watched.lastSeq('room')).toBe(7);
  clock.advance(59_000);
  expect(watch.trouble).toContain('failed within the last minute');
  clock.advance(2_000);
  expect(watch.trouble).toBeUndefined();
});
