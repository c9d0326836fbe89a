import { expect, it } from 'vitest';
import { lockNames } from '../abilities.ts';
import { allUnlocked, Locks, moderation } from './contract.ts';

it('[MO1] a log from before a lock existed still opens, and that lock is off', () => {
  expect(Locks.parse({ cameras: true })).toEqual({ ...allUnlocked, cameras: true });
});

it('[MO1] the locks are those that the features declare, and no others', () => {
  expect(Object.keys(allUnlocked)).toEqual(lockNames);
  expect(Locks.safeParse({ ...allUnlocked, doors: true }).success).toBe(false);
  expect(moderation.commands.lock.input.safeParse({ locks: { doors: true } }).success).toBe(false);
});

it('[MO1] a wish for one lock says nothing about the others', () => {
  expect(moderation.commands.lock.input.parse({ locks: { cameras: true } })).toEqual({ locks: { cameras: true } });
});
