import { expect, it } from 'vitest';
import { FairTurns } from './FairTurns.ts';

const room = () => ({});

/** Turns with a clock that each act moves on by its duration. */
function clocked() {
  let now = 0;
  const turns = new FairTurns(() => now);
  const done: string[] = [];
  const act = (owner: object, name: string, ms: number) =>
    turns.take(owner, async () => {
      now += ms;
      done.push(name);
      return name;
    });
  return { act, done };
}

it('runs acts at once while there is time, and lets the event loop run before the rest', async () => {
  const { act, done } = clocked();
  const full = room();
  const all = Array.from({ length: 100 }, (_, index) => act(full, `${index}`, 1));
  expect(done.length).toBeLessThan(20);
  let turns = 0;
  while (done.length < 100) {
    const before = done.length;
    await new Promise((resolve) => void setImmediate(resolve));
    expect(done.length - before).toBeLessThan(20);
    turns += 1;
  }
  expect(turns).toBeGreaterThan(5);
  expect(await Promise.all(all)).toEqual([...Array(100).keys()].map(String));
  expect(done).toEqual([...Array(100).keys()].map(String));
});

it('takes one act of each owner in turn, in any order of the calls', async () => {
  const { act, done } = clocked();
  const [full, other] = [room(), room()];
  const all = Array.from({ length: 50 }, (_, index) => act(full, `full ${index}`, 5));
  await act(other, 'other', 5);
  expect(done.length).toBeLessThan(6);
  await Promise.all(all);
});

it('an act that fails rejects for its caller alone', async () => {
  const turns = new FairTurns(() => 0);
  const one = room();
  const failing = turns.take(one, () => Promise.reject(new Error('no')));
  const good = turns.take(one, async () => 'yes');
  await expect(failing).rejects.toThrow('no');
  expect(await good).toBe('yes');
});
