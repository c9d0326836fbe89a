import { aside } from '@plenum/shared/core/aside';
import { beforeEach, expect, it } from 'vitest';
import { FakeClock } from '../../test/FakeClock.ts';
import { Welcomes } from './Welcomes.ts';

let clock: FakeClock;
let welcomes: Welcomes;
let given: string[];
const [full, other, small] = [{}, {}, {}];

beforeEach(async () => {
  clock = new FakeClock();
  welcomes = new Welcomes(clock);
  given = [];
});

/** Gives a welcome that takes `ms`; records its name when it runs. */
function give(owner: object, name: string, ms: number): Promise<void> {
  return welcomes.give(owner, () => {
    given.push(name);
    clock.advance(ms);
  });
}

async function pass(ms: number): Promise<void> {
  clock.advance(ms);
  await Promise.resolve();
  await Promise.resolve();
}

it('short welcomes run in the tick of the call, also while long ones wait', async () => {
  for (const name of ['1', '2']) aside(give(full, name, 100));
  for (const name of ['a', 'b']) aside(give(small, name, 1));
  expect(given).toEqual(['1', 'a', 'b']);
});

it('long welcomes of a room leave twice their time to other work', async () => {
  for (const name of ['1', '2', '3']) aside(give(full, name, 100));
  expect(given).toEqual(['1']);
  await pass(199);
  expect(given).toEqual(['1']);
  await pass(1);
  expect(given).toEqual(['1', '2']);
  await pass(199);
  expect(given).toEqual(['1', '2']);
  await pass(1);
  expect(given).toEqual(['1', '2', '3']);
});

it('rooms with long welcomes take turns, however many one room has', async () => {
  for (const name of ['1', '2', '3', '4']) aside(give(full, name, 100));
  aside(give(other, 'x', 100));
  aside(give(other, 'y', 100));
  while (given.length < 6) await pass(200);
  expect(given).toEqual(['1', 'x', '2', 'y', '3', '4']);
});

it('a failed welcome rejects for its caller alone, causes no pause and is not measured', async () => {
  aside(give(full, '1', 100));
  const failed = welcomes.give(full, () => {
    throw new Error('gone');
  });
  const caught = expect(failed).rejects.toThrow('gone');
  aside(give(full, '3', 100));
  aside(give(full, '4', 100));
  await pass(200);
  await caught;
  await pass(0);
  expect(given).toEqual(['1', '3']);
  await pass(200);
  expect(given).toEqual(['1', '3', '4']);
});

it('many short welcomes at once let the event loop run between them, and keep their order', async () => {
  let now = 0;
  const pauses: (() => void)[] = [];
  const slow = new Welcomes({
    now: () => now,
    monotonic: () => now,
    after: (_ms, callback) => {
      pauses.push(callback);
      return () => undefined;
    },
  });
  const welcome = (name: string) =>
    slow.give(small, () => {
      given.push(name);
      now += 2;
    });
  const turn = async () => {
    for (const callback of pauses.splice(0)) callback();
    await Promise.resolve();
    await Promise.resolve();
  };
  const names = Array.from({ length: 100 }, (_, n) => `${n}`);
  for (const name of names) aside(welcome(name));
  expect(given.length).toBeLessThan(10);
  for (let turns = 0; given.length < 100; turns += 1) {
    const before = given.length;
    await turn();
    expect(given.length - before).toBeLessThan(2);
    expect(turns).toBeLessThan(200);
  }
  expect(given).toEqual(names);
  await turn();
  aside(welcome('later'));
  expect(given.at(-1)).toBe('later');
});
