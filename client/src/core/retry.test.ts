// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Retry } from './retry.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function create(random: () => number) {
  const waits: number[] = [];
  const run = vi.fn<() => void>();
  const retry = new Retry({ run, onWait: (_attempt, at) => waits.push(at - Date.now()), random });
  const fail = (times: number) => {
    for (let time = 0; time < times; time += 1) {
      retry.schedule();
      vi.runOnlyPendingTimers();
    }
  };
  return { retry, run, waits, fail };
}

it('waits longer each time, up to 8 s, scattered from 0.5 s', () => {
  const longest = create(() => 1);
  longest.fail(6);
  expect(longest.waits).toEqual([1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
  const shortest = create(() => 0);
  shortest.fail(3);
  expect(shortest.waits).toEqual([500, 500, 500]);
});

it('starts again with short waits after a success', () => {
  const { retry, waits, fail } = create(() => 1);
  fail(4);
  retry.reset();
  retry.schedule();
  expect(waits.at(-1)).toBe(1_000);
});

it('tries at once when the browser is online again, and only when it was waiting', () => {
  const { retry, run } = create(() => 1);
  globalThis.dispatchEvent(new Event('online'));
  expect(run).not.toHaveBeenCalled();
  retry.schedule();
  retry.schedule();
  globalThis.dispatchEvent(new Event('online'));
  expect(run).toHaveBeenCalledOnce();
  vi.runAllTimers();
  expect(run).toHaveBeenCalledOnce();
  retry.schedule();
  retry.close();
  vi.runAllTimers();
  globalThis.dispatchEvent(new Event('online'));
  expect(run).toHaveBeenCalledOnce();
});
