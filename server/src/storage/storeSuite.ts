import { afterEach, beforeEach, describe } from 'vitest';
import { Bench, type StoreWorld } from './testing/Bench.ts';
import { killCases } from './testing/killCases.ts';
import { lifeCases } from './testing/lifeCases.ts';
import { logCases, orderCases } from './testing/logCases.ts';
import { poisonCases, roomCases, snapshotCases } from './testing/recordCases.ts';

/** The law for every store: what it keeps, refuses, and survives. @returns the bench, for cases of one store only */
export function storeSuite(name: string, createWorld: () => Promise<StoreWorld>): Bench {
  const bench = new Bench(createWorld);
  beforeEach(() => bench.begin());
  afterEach(() => bench.end());
  describe(`${name} store`, () => {
    describe('log', () => logCases(bench));
    describe('order', () => orderCases(bench));
    describe('rooms', () => roomCases(bench));
    describe('snapshots', () => snapshotCases(bench));
    describe('poisoned rows', () => poisonCases(bench));
    describe('life', () => lifeCases(bench));
    describe('kill -9', () => killCases(bench));
  });
  return bench;
}
