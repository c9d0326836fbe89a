import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { Bench, type StoreWorld } from './testing/Bench.ts';
import { boxCases } from './testing/boxCases.ts';
import { compactCases } from './testing/compactCases.ts';
import { killCases } from './testing/killCases.ts';
import { lifeCases } from './testing/lifeCases.ts';
import { logCases, orderCases } from './testing/logCases.ts';
import { planCases } from './testing/planCases.ts';
import { cursorCases, readerCases } from './testing/readerCases.ts';
import { forgettingCases, meetingCases } from './testing/meetingCases.ts';
import { invitationCases, keyCases, memberCases, tierCases } from './testing/organisationCases.ts';
import { recordingCases, recordingCopyCases, recordingSpaceCases } from './testing/recordingCases.ts';
import { roomCases, snapshotCases, unreadableCases } from './testing/recordCases.ts';
import { openingCases, spaceCases } from './testing/spaceCases.ts';
import { togetherCases } from './testing/togetherCases.ts';

/** The rules for every store: what it keeps, refuses and survives. @returns a bench for cases of one store only */
export function storeSuite(name: string, createWorld: () => Promise<StoreWorld>): Bench {
  const shared = new Bench(createWorld);
  describe(`${name} store`, { timeout: 30_000 }, () => {
    // Opening a database takes longer than most cases, so these share one.
    beforeAll(() => shared.begin());
    afterAll(() => shared.end());
    describe('log', () => logCases(shared));
    describe('order', () => orderCases(shared));
    describe('transactions', () => togetherCases(shared));
    describe('readers', () => {
      readerCases(shared);
      cursorCases(shared);
    });
    describe('compaction', () => compactCases(shared));
    describe('boxes', () => boxCases(shared));
    describe('rooms', () => roomCases(shared));
    describe('snapshots', () => snapshotCases(shared));
    describe('tiers', () => tierCases(shared));
    describe('organisations', () => {
      memberCases(shared);
      invitationCases(shared);
      keyCases(shared);
    });
    describe('spaces', () => {
      spaceCases(shared);
      openingCases(shared);
    });
    describe('plans', () => planCases(shared));
    describe('meetings', () => meetingCases(shared));
    describe('recordings', () => {
      recordingSpaceCases(shared);
      recordingCases(shared);
      recordingCopyCases(shared);
    });
    describe('meetings and deleted accounts', () => forgettingCases(shared));
    describe('unreadable rows', () => unreadableCases(shared));
  });
  const own = new Bench(createWorld);
  describe(`${name} store, from opening to closing`, { timeout: 30_000 }, () => {
    freshFor(own);
    lifeCases(own);
    killCases(own);
  });
  return new Bench(createWorld);
}

/** Gives each test of the surrounding group its own world. */
export function freshFor(bench: Bench): void {
  beforeEach(() => bench.begin());
  afterEach(() => bench.end());
}
