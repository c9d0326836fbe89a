import { expect, it } from 'vitest';
import { FairTurns } from './FairTurns.ts';

const room = () => ({});

/** Turns whose acts take as long as they say. */
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

it('does at once what there is time for, and lets the event loop go on before the rest', async () => {
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

it('takes one of each owner in turn, whoever came first', async () => {
  const { act, done } = clocked();
  const [full, other] = [room(), room()];
  const all = Array.from({ length: 50 }, (_, index) => act(full, `full ${index}`, 5));
  await act(other, 'other', 5);
  expect(done.length).toBeLessThan(6);
  await Promise.all(all);
});

it('an act that fails fails for its asker alone', async () => {
  const turns = new FairTurns(() => 0);
  const one = room();
  const failing = turns.take(one, () => Promise.reject(new Error('no')));
  const good = turns.take(one, async () => 'yes');
  await expect(failing).rejects.toThrow('no');
  expect(await good).toBe('yes');
});
