import { expect, it } from 'vitest';
import { Gradually } from './Gradually.ts';

it('runs every act in order, and lets the event loop run between them', async () => {
  const failures: unknown[] = [];
  const gradually = new Gradually((error) => failures.push(error));
  const ran: number[] = [];
  for (let index = 0; index < 100; index += 1) {
    gradually.add(() => {
      if (index === 7) throw new Error('seven');
      ran.push(index);
    });
  }
  expect(ran).toEqual([]);
  let turns = 0;
  while (ran.length < 99) {
    await new Promise((resolve) => void setImmediate(resolve));
    turns += 1;
  }
  expect(turns).toBeGreaterThan(3);
  expect(ran).toEqual([...Array(100).keys()].filter((index) => index !== 7));
  expect(failures).toMatchObject([{ message: 'seven' }]);
  gradually.add(() => ran.push(100));
  await expect.poll(() => ran.at(-1)).toBe(100);
});
