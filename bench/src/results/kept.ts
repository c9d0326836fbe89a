import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { MachineWords } from '../machineWords.ts';
import { rangeOf, type Range } from '../peers/windows.ts';
import type { Report } from '../report.ts';
import type { Task } from './tasks.ts';

/** The reports of one task, with what they were made on. */
export interface Kept {
  readonly command: string;
  /** ISO 8601. */
  readonly at: string;
  readonly commit: string;
  readonly machine: MachineWords;
  /** Versions of what was measured. */
  readonly versions: Readonly<Record<string, string>>;
  readonly reports: readonly Report[];
}

const folder = fileURLToPath(new URL('../../results/', import.meta.url));
const fileOf = (name: string) => `${folder}${name}.json`;

export function keep(name: string, kept: Kept): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(name), `${JSON.stringify(kept, undefined, 1)}\n`);
}

/** What is kept of a task; undefined when it has never run. */
export function keptOf({ name }: Pick<Task, 'name'>): Kept | undefined {
  const file = fileOf(name);
  // Only `keep` writes these files.
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept) : undefined;
}

/** @param isVoidToo also reads reports that prove nothing */
export function figuresOf(kept: Kept | undefined, path: string, isVoidToo = false): Range | undefined {
  const reports = (kept?.reports ?? []).filter((report) => isVoidToo || report.void === undefined);
  return rangeOf(reports.flatMap((report) => numberAt(report, path)));
}

function numberAt(report: Report, path: string): number[] {
  let at: unknown = report;
  for (const step of path.split('.')) {
    if (typeof at !== 'object' || at === null) return [];
    at = new Map(Object.entries(at)).get(step);
  }
  return typeof at === 'number' ? [at] : [];
}
