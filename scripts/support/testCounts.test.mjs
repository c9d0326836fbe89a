import { expect, test } from 'vitest';
import { addCounts, countRun, databaseLines, summaryLine } from './testCounts.mjs';

const report = (more) => ({ numTotalTests: 3, numPassedTests: 3, numFailedTests: 0, testResults: [], ...more });

test('counts a good run', () => {
  expect(countRun({ report: report({ numPendingTests: 1 }), code: 0 })).toEqual({
    passed: 3,
    failed: 0,
    skipped: 1,
    reasons: [],
  });
});

test('a failed test is one failure, whatever the exit code', () => {
  const testResults = [{ name: 'a', status: 'failed', assertionResults: [{ status: 'failed' }] }];
  expect(countRun({ report: report({ numPassedTests: 2, numFailedTests: 1, testResults }), code: 1 }).failed).toBe(1);
});

test('a file that could not run is one failure', () => {
  const testResults = [{ name: 'a.test.ts', status: 'failed', assertionResults: [] }];
  const count = countRun({ report: report({ testResults }), code: 1 });
  expect(count).toMatchObject({ passed: 3, failed: 1, reasons: ['a.test.ts could not run'] });
});

test('no tests, no report and an error outside the tests are failures too', () => {
  expect(countRun({ report: report({ numTotalTests: 0, numPassedTests: 0 }), code: 0 }).failed).toBe(1);
  expect(countRun({ report: undefined, code: 1 }).failed).toBe(1);
  expect(countRun({ report: report(), code: 1 }).failed).toBe(1);
  expect(countRun({ report: report(), code: 0, stopped: true }).failed).toBe(1);
});

test('sums up in one plain line', () => {
  const sum = addCounts([
    { passed: 3, failed: 0, skipped: 0 },
    { passed: 4, failed: 1, skipped: 2 },
  ]);
  expect(summaryLine(sum)).toBe('7 passed, 1 failed, 2 skipped');
  expect(summaryLine({ passed: 7, failed: 0, skipped: 0 })).toBe('7 passed, 0 failed');
});

test('counts the tests of each database, one that names both for both', () => {
  const one = (fullName, status = 'passed') => ({ fullName, status });
  const files = [
    { name: '/a/SqliteStore.test.ts', assertionResults: [one('keeps a row'), one('keeps two', 'failed')] },
    {
      name: '/a/spaces.test.ts',
      assertionResults: [one('on PostgreSQL it moves'), one('from SQLite to PostgreSQL', 'skipped')],
    },
    { name: '/sqlite/other.test.ts', assertionResults: [one('has no database')] },
  ];
  expect(databaseLines([{ testResults: files }, undefined])).toEqual([
    'SQLite: 1 passed, 1 failed, 1 skipped',
    'PostgreSQL: 1 passed, 0 failed, 1 skipped',
  ]);
});
