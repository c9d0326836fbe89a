import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setUp } from './setup/setUp.mjs';
import { command, explain } from './support/command.mjs';
import { inRoot } from './support/paths.mjs';
import { duration } from './support/progress.mjs';
import { supervise } from './support/supervise.mjs';
import { addCounts, countRun, databaseLines, summaryLine } from './support/testCounts.mjs';

const runs = [
  {
    title: 'Unit and client tests',
    args: [
      '--project',
      'unit',
      '--project',
      'conversion',
      '--project',
      'client',
      '--project',
      'headless',
      '--maxWorkers',
      '100%',
    ],
  },
  {
    title: 'Tests with the real media worker and real browsers',
    // One file at a time: two cores can carry one worker and three browsers, not six.
    args: ['--project', 'media', '--project', 'e2e', '--no-file-parallelism'],
  },
];

await command(async (out) => {
  const folder = mkdtempSync(join(tmpdir(), 'plenum-test-'));
  let counts;
  try {
    const { node, env } = await setUp({ out, wanted: ['worker', 'chromium', 'firefox', 'services', 'client'] });
    counts = await runAll({ node, env, folder, out });
  } catch (error) {
    explain(error, out);
    counts = [{ passed: 0, failed: 1, skipped: 0 }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const sum = addCounts(counts);
  process.stdout.write(`${summaryLine(sum)}\n`);
  return sum.failed === 0 ? 0 : 1;
});

async function runAll({ node, env, folder, out }) {
  const counts = [];
  const reports = [];
  for (const [index, { title, args }] of runs.entries()) {
    out.say(`── ${title}`);
    const started = Date.now();
    const file = join(folder, `${index}.json`);
    const { code, stopped } = await vitest({ node, env, args, file });
    const report = readReport(file);
    reports.push(report);
    const count = countRun({ report, code, stopped });
    for (const reason of count.reasons) out.say(`✗ ${reason}`);
    out.say(`── ${title}: ${duration(Date.now() - started)}`);
    counts.push(count);
    // A user who stops the first run does not want the second.
    if (stopped) break;
  }
  for (const line of databaseLines(reports)) out.say(`── ${line}`);
  return counts;
}

function vitest({ node, env, args, file }) {
  // Where something all tests need is broken, each waits until its own limit: 20 failures are enough to see it.
  const limits = ['--bail', '20'];
  const stalls = inRoot('scripts', 'support', 'stallReporter.mjs');
  const reporters = ['default', 'json', stalls].flatMap((name) => ['--reporter', name]);
  const program = inRoot('node_modules', 'vitest', 'vitest.mjs');
  return supervise([
    { node, env, args: [program, 'run', ...args, ...limits, ...reporters, `--outputFile.json=${file}`] },
  ]);
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
