import { afterEach, expect, it } from 'vitest';
import type { Clock } from '../../room/ports.ts';
import { Courtesy } from './Courtesy.ts';

/** A clock whose timers are called by the test. */
class HandClock implements Clock {
  readonly waits: { readonly ms: number; readonly call: () => void }[] = [];

  now(): number {
    return 0;
  }

  monotonic(): number {
    return 0;
  }

  after(ms: number, call: () => void): () => void {
    const wait = { ms, call };
    this.waits.push(wait);
    return () => void (this.waits.includes(wait) && this.waits.splice(this.waits.indexOf(wait), 1));
  }
}

const opened: Courtesy[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

function scene(people: number, load: number) {
  const clock = new HandClock();
  const now = { people, load, shed: 0, late: 0 };
  const courtesy = new Courtesy({
    workers: () => [now],
    people: () => Promise.resolve(now.people),
    lateMs: () => now.late,
    clock,
  });
  opened.push(courtesy);
  return { clock, now, courtesy };
}

const never = new AbortController().signal;

it('[RK12] work goes on at once while no meeting runs, however loaded a worker is', async () => {
  const { clock, courtesy } = scene(0, 1);
  await courtesy.turn(500, never);
  expect(clock.waits).toEqual([]);
});

it('[RK12] while a meeting runs, work rests as long as it worked', async () => {
  const { clock, courtesy } = scene(3, 0.1);
  const turn = courtesy.turn(500, never);
  await expect.poll(() => clock.waits.map(({ ms }) => ms)).toEqual([500]);
  clock.waits[0]?.call();
  await turn;
});

it('[RK12] work waits as long as a worker of a meeting is loaded or sheds, or this process is late', async () => {
  const { clock, now, courtesy } = scene(3, 0.9);
  const turn = courtesy.turn(500, never);
  await expect.poll(() => clock.waits.map(({ ms }) => ms)).toEqual([500]);
  clock.waits[0]?.call();
  await expect.poll(() => clock.waits.map(({ ms }) => ms)).toEqual([1_000]);
  Object.assign(now, { load: 0.1, shed: 1 });
  clock.waits[0]?.call();
  await expect.poll(() => clock.waits.map(({ ms }) => ms)).toEqual([1_000]);
  Object.assign(now, { shed: 0, late: 200 });
  clock.waits[0]?.call();
  await expect.poll(() => clock.waits.map(({ ms }) => ms)).toEqual([1_000]);
  now.late = 10;
  clock.waits[0]?.call();
  await turn;
});

it('[RK12] work that is ended waits no longer', async () => {
  const { clock, courtesy } = scene(3, 0.9);
  const stop = new AbortController();
  const turn = courtesy.turn(500, stop.signal);
  await expect.poll(() => clock.waits.length).toBe(1);
  stop.abort(new Error('It was dropped.'));
  await expect(turn).rejects.toThrow('It was dropped.');
  expect(clock.waits).toEqual([]);
});
