/**
 * The result of one vitest run, from its JSON report (undefined when it wrote none) and its exit code. A file that could
 * not run, a run without tests, and a failed exit without a counted reason count as one failure each, so that the sum never
 * hides a failure; `reasons` has one line for each of them.
 */
export function countRun({ report, code, stopped = false }) {
  const files = report?.testResults ?? [];
  const broken = files.filter((file) => file.status === 'failed' && !file.assertionResults.some(hasFailed));
  const count = {
    passed: report?.numPassedTests ?? 0,
    failed: (report?.numFailedTests ?? 0) + broken.length,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
    reasons: broken.map((file) => `${file.name} could not run`),
  };
  const fault = runFault({ report, code, stopped, failed: count.failed });
  if (!fault) return count;
  return { ...count, failed: count.failed + 1, reasons: [...count.reasons, fault] };
}

const hasFailed = (assertion) => assertion.status === 'failed';

function runFault({ report, code, stopped, failed }) {
  if (stopped) return 'The run was stopped';
  if (!report) return `The run left no report (exit code ${code})`;
  if (failed > 0) return undefined;
  if ((report.numTotalTests ?? 0) === 0) return 'The run had no tests';
  if (code !== 0)
    return `All tests passed but the run ended with code ${code}: an error outside the tests, shown above`;
  return undefined;
}

const databases = { SQLite: /sqlite/i, PostgreSQL: /postgres/i };

/**
 * The counts of the tests that name a database in their titles or file, one line for each database. All other tests of the
 * server run on SQLite too. A test that names both counts for both.
 */
export function databaseLines(reports) {
  const files = reports.flatMap((report) => report?.testResults ?? []);
  return Object.entries(databases).map(([title, pattern]) => {
    const tests = files.flatMap(({ name, assertionResults }) => {
      return assertionResults.filter(({ fullName }) => pattern.test(`${name.split('/').at(-1)} ${fullName}`));
    });
    const count = (...states) => tests.filter(({ status }) => states.includes(status)).length;
    const counts = { passed: count('passed'), failed: count('failed'), skipped: count('pending', 'skipped', 'todo') };
    return `${title}: ${summaryLine(counts)}`;
  });
}

/** Several runs as one. */
export function addCounts(counts) {
  const total = (name) => counts.reduce((sum, count) => sum + count[name], 0);
  return { passed: total('passed'), failed: total('failed'), skipped: total('skipped') };
}

/** The one line that other programs read. */
export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
