import { expect, it } from 'vitest';
import { PlaybackClock } from './clock.ts';

/** A clock of a minute that reads the returned `time`. */
function clockAt() {
  const time = { now: 1_000 };
  return { time, clock: new PlaybackClock(60_000, () => time.now) };
}

it('stands until it is played, and stands again in a pause', () => {
  const { clock, time } = clockAt();
  time.now += 5_000;
  expect(clock.now).toBe(0);
  clock.play();
  time.now += 5_000;
  expect(clock.now).toBe(5_000);
  clock.pause();
  time.now += 5_000;
  expect(clock.now).toBe(5_000);
});

it('goes at its speed, and a change of the speed keeps the time', () => {
  const { clock, time } = clockAt();
  clock.play();
  time.now += 1_000;
  clock.setRate(3);
  expect(clock.now).toBe(1_000);
  time.now += 1_000;
  expect(clock.now).toBe(4_000);
  clock.setRate(99);
  expect(clock.store.getState().rate).toBe(3);
  clock.setRate(0);
  expect(clock.store.getState().rate).toBe(0.5);
});

it('jumps within the recording only', () => {
  const { clock } = clockAt();
  for (const [to, at] of [
    [30_000, 30_000],
    [-5, 0],
    [99_000, 60_000],
    [Number.NaN, 0],
  ] as const) {
    clock.seek(to);
    expect(clock.now).toBe(at);
  }
  expect(clock.store.getState().jumps).toBe(4);
});

it('waits as long as one of those that it waits for', () => {
  const { clock, time } = clockAt();
  clock.play();
  const [one, other] = [{}, {}];
  // What hears of the change may say the same again.
  clock.store.subscribe(({ waiting }) => waiting && clock.wait(one, true));
  for (const owner of [one, other, one]) clock.wait(owner, true);
  time.now += 1_000;
  for (const needed of [false, false]) clock.wait(one, needed);
  time.now += 1_000;
  expect(clock.now).toBe(0);
  clock.wait(other, false);
  time.now += 1_000;
  expect(clock.now).toBe(1_000);
});

it('passes over what it is told to, and stops at the end', () => {
  const { clock, time } = clockAt();
  clock.skip([{ from: 10_000, to: 50_000 }]);
  clock.play();
  time.now += 10_100;
  clock.check();
  expect(clock.now).toBe(50_000);
  time.now += 20_000;
  clock.check();
  expect(clock.now).toBe(60_000);
  expect(clock.runs).toBe(false);
  clock.play();
  expect(clock.now).toBe(0);
});
