import { expect, it } from 'vitest';
import { CutInput } from './contract.ts';

const isTaken = (...cuts: readonly (readonly [number, number])[]) =>
  CutInput.safeParse({ cuts: cuts.map(([from, until]) => ({ from, until })), duration: 500, confirm: true }).success;

it('takes cuts in order and without overlap, and no others', () => {
  expect(isTaken([0, 50])).toBe(true);
  expect(isTaken([0, 50], [50, 100], [200, 300])).toBe(true);
  expect(isTaken([100, 200], [0, 50])).toBe(false);
  expect(isTaken([0, 100], [50, 150])).toBe(false);
  expect(isTaken([50, 50])).toBe(false);
  expect(isTaken([60, 50])).toBe(false);
});
