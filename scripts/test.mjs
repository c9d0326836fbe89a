import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setUp } from './setup/setUp.mjs';
import { command, explain } from './support/command.mjs';
import { inRoot } from './support/paths.mjs';
import { duration } from './support/progress.mjs';
import { supervise } from './support/supervise.mjs';
import { addCounts, countRun, databaseLines, summaryLine } from './support/testCounts.mjs';

// Half as many again as cores, since some files wait for clocks and programs.
const unitWorkers = Math.max(2, Math.ceil(availableParallelism() * 1.5));

const runs = [
  {
    title: 'Unit and client tests',
    args: [...projects('unit', 'conversion', 'client', 'headless'), '--maxWorkers', `${unitWorkers}`],
  },
  {
    title: 'Tests with the real media worker and real browsers',
    // Two files at a time: each waits half of its time for sound, pictures and pages, and two cores carry two browsers.
    args: [...projects('media', 'e2e'), '--maxWorkers', '2'],
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

function projects(...names) {
  return names.flatMap((name) => ['--project', name]);
}

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
