import { expect, it } from 'vitest';
import { lockNames } from '../abilities.ts';
import { allUnlocked, Locks, moderation } from './contract.ts';

it('[MO1] an old log that does not name a lock still opens, and that lock is off', () => {
  expect(Locks.parse({ cameras: true })).toEqual({ ...allUnlocked, cameras: true });
});

it('[MO1] the locks are exactly those that the features declare', () => {
  expect(Object.keys(allUnlocked)).toEqual(lockNames);
  expect(Locks.safeParse({ ...allUnlocked, doors: true }).success).toBe(false);
  expect(moderation.commands.lock.input.safeParse({ locks: { doors: true } }).success).toBe(false);
});

it('[MO1] a change of one lock leaves the others as they are', () => {
  expect(moderation.commands.lock.input.parse({ locks: { cameras: true } })).toEqual({ locks: { cameras: true } });
});
