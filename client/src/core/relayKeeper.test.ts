// @vitest-environment node
import type { MediaPass } from '@plenum/shared/core/wire';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RelayKeeper } from './relayKeeper.ts';

const relay = (credential: string) => [{ urls: ['turn:relay.example:3478'], username: '1800000000:me', credential }];

let asked: number;
let answer: () => Promise<MediaPass>;
let keeper: RelayKeeper;

beforeEach(() => {
  vi.useFakeTimers();
  asked = 0;
  answer = async () => ({ url: '/media', ticket: 't', iceServers: relay(`renewed ${asked}`), iceSeconds: 600 });
  keeper = new RelayKeeper({
    renew: () => {
      asked += 1;
      return answer();
    },
  });
});

afterEach(() => {
  keeper.rest();
  vi.useRealTimers();
});

const credential = () => keeper.servers[0]?.credential;

it('renews at half of their life, again and again', async () => {
  keeper.take({ iceServers: relay('first'), iceSeconds: 600 });
  await vi.advanceTimersByTimeAsync(299_000);
  expect([asked, credential()]).toEqual([0, 'first']);
  await vi.advanceTimersByTimeAsync(2_000);
  expect([asked, credential()]).toEqual([1, 'renewed 1']);
  await vi.advanceTimersByTimeAsync(300_000);
  expect([asked, credential()]).toEqual([2, 'renewed 2']);
});

it('tries again while nobody can be asked', async () => {
  keeper.take({ iceServers: relay('first'), iceSeconds: 600 });
  const good = answer;
  answer = () => Promise.reject(new Error('no line'));
  await vi.advanceTimersByTimeAsync(330_000);
  expect(asked).toBeGreaterThan(1);
  answer = good;
  await vi.advanceTimersByTimeAsync(15_000);
  expect(credential()).toMatch(/^renewed/);
});

it('after a sleep asks before it answers, once for all who ask', async () => {
  keeper.take({ iceServers: relay('first'), iceSeconds: 600 });
  vi.setSystemTime(Date.now() + 3_600_000);
  const [one, two] = await Promise.all([keeper.fresh(), keeper.fresh()]);
  expect([asked, one[0]?.credential, two[0]?.credential]).toEqual([1, 'renewed 1', 'renewed 1']);
});

it('asks nobody while they are good, and waits for no answer that does not come', async () => {
  keeper.take({ iceServers: relay('first'), iceSeconds: 600 });
  expect((await keeper.fresh())[0]?.credential).toBe('first');
  expect(asked).toBe(0);
  answer = () => new Promise(() => undefined);
  vi.setSystemTime(Date.now() + 3_600_000);
  const late = keeper.fresh();
  await vi.advanceTimersByTimeAsync(5_000);
  expect((await late)[0]?.credential).toBe('first');
});

it('renews nothing where there is no relay, and nothing after the end', async () => {
  keeper.take({ iceServers: [], iceSeconds: 600 });
  await vi.advanceTimersByTimeAsync(3_600_000);
  keeper.take({ iceServers: relay('first'), iceSeconds: 600 });
  keeper.rest();
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect([asked, keeper.servers]).toEqual([0, []]);
});
