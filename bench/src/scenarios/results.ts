import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { machineWords } from '../machineWords.ts';
import { progress } from '../progress.ts';
import type { Options, Report } from '../report.ts';
import { keep, type Kept, keptOf } from '../results/kept.ts';
import { resultsText } from '../results/render.ts';
import { commandOf, sections, type Task, tasks } from '../results/tasks.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const resultsFile = fileURLToPath(new URL('../../RESULTS.md', import.meta.url));

/** Which parts can be measured anew; `none`: the text is written from what is kept. */
export const sectionNames = ['none', 'all', ...sections];
export const taskNames = ['none', ...tasks.map(({ name }) => name)];

function versionOf(name: string): string {
  const file = new URL(`../../../node_modules/${name}/package.json`, import.meta.url);
  const { version }: { readonly version: string } = JSON.parse(readFileSync(file, 'utf8'));
  return version;
}

function versions(): Readonly<Record<string, string>> {
  const names = ['mediasoup', 'node-datachannel', 'socket.io', 'ws', 'yjs'];
  const janus = process.env['PLENUM_JANUS'];
  const said = janus === undefined || janus === '' ? '' : execFileSync(janus, ['--version'], { encoding: 'utf8' });
  return {
    ...Object.fromEntries(names.map((name) => [name, versionOf(name)])),
    ...(said !== '' && { janus: /(\d+\.\d+\.\d+)/.exec(said)?.[1] ?? 'unknown' }),
  };
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      cwd: fileURLToPath(new URL('.', import.meta.url)),
    }).trim();
  } catch {
    return 'unknown';
  }
}

/** Runs the command of a task as a person would, in a process of its own. */
function runOnce({ args }: Task): Report | undefined {
  try {
    const out = execFileSync(process.execPath, [main, ...args, '--json'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 256 * 1024 ** 2,
    });
    return lastReport(out);
  } catch (error) {
    // A run that broke a promise ends with 1, and has a report all the same.
    const out = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
    return lastReport(out);
  }
}

function lastReport(out: string): Report | undefined {
  const line = out.trim().split('\n').at(-1) ?? '';
  return line.startsWith('{') ? (JSON.parse(line) as Report) : undefined;
}

/** Measures the chosen parts anew, keeps their reports, and writes RESULTS.md from all that is kept. */
export async function results({ words }: Options): Promise<Report> {
  const { section = 'none', task = 'none' } = words;
  const chosen = tasks.filter(({ name, section: of }) => name === task || of === section || section === 'all');
  const failures: string[] = [];
  for (const one of chosen) {
    const reports: Report[] = [];
    for (let run = 1; run <= one.runs; run += 1) {
      progress(`${one.name}, ${run} of ${one.runs}: ${commandOf(one)}`);
      const report = runOnce(one);
      if (report) reports.push(report);
      else failures.push(`${one.name} gave no report`);
    }
    if (reports.length === 0) continue;
    const at = new Date().toISOString();
    keep(one.name, {
      command: commandOf(one),
      at,
      commit: commit(),
      machine: machineWords(),
      versions: versions(),
      reports,
    });
  }
  const known = tasks.flatMap((one): [string, Kept][] => {
    const kept = keptOf(one);
    return kept ? [[one.name, kept]] : [];
  });
  writeFileSync(resultsFile, resultsText(new Map(known)));
  return {
    scenario: 'results',
    pass: failures.length === 0,
    participants: 0,
    failures,
    measured: chosen.map(({ name }) => name),
    missing: tasks.filter(({ name }) => !known.some(([other]) => other === name)).map(({ name }) => name),
  };
}
