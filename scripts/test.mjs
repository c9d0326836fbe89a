import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setUp } from './setup/setUp.mjs';
import { command } from './support/command.mjs';
import { duration } from './support/progress.mjs';
import { inRoot } from './support/paths.mjs';
import { supervise } from './support/supervise.mjs';
import { addCounts, countRun, summaryLine } from './support/testCounts.mjs';

const runs = [
  { title: 'Unit and client tests', args: ['--project', 'unit', '--project', 'client'] },
  {
    title: 'Tests with the real media worker and real browsers',
    // One file at a time: two cores carry one worker and three browsers, not six.
    args: ['--project', 'media', '--project', 'e2e', '--no-file-parallelism'],
  },
];

await command(async (out) => {
  const { node, env } = await setUp({ out, wanted: ['worker', 'chromium', 'client'] });
  const folder = mkdtempSync(join(tmpdir(), 'plenum-test-'));
  const counts = [];
  try {
    for (const [index, { title, args }] of runs.entries()) {
      const started = Date.now();
      out.say(`── ${title}`);
      const report = join(folder, `${index}.json`);
      const code = await vitest({ node, env, args, report });
      // A signal to us ended the run; nobody wants the next one then.
      if (code > 128) return code;
      counts.push(countRun({ report: readReport(report), code }));
      for (const reason of counts[index].reasons) out.say(`✗ ${reason}`);
      out.say(`── ${title}: ${duration(Date.now() - started)}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const sum = addCounts(counts);
  process.stdout.write(`${summaryLine(sum)}\n`);
  return sum.failed === 0 ? 0 : 1;
});

function vitest({ node, env, args, report }) {
  const reporters = ['--reporter', 'default', '--reporter', 'json', `--outputFile.json=${report}`];
  const program = inRoot('node_modules', 'vitest', 'vitest.mjs');
  return supervise([{ node, env, args: [program, 'run', ...args, ...reporters] }]);
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
