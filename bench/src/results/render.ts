import type { Range } from '../peers/windows.ts';
import { rangeOf, ratiosOf, type Window } from '../peers/windows.ts';
import { goals, type Source } from './goals.ts';
import { figuresOf, type Kept } from './kept.ts';
import { commandOf, sections, type Task, tasks } from './tasks.ts';

type Keep = ReadonlyMap<string, Kept>;

const titles: Readonly<Record<(typeof sections)[number], string>> = {
  engine: 'Engine: the cost of a forwarded packet',
  policy: 'Policy: audio slots',
  lesson: 'A lesson of 200',
  signalling: 'Signalling: chat',
  board: 'Board',
  join: 'Joining and moving',
  overload: 'Overload',
  faults: 'Faults',
};

function digits(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en');
  return Math.abs(value) >= 100
    ? value.toFixed(0)
    : Math.abs(value) >= 10
      ? value.toFixed(1)
      : value.toFixed(3).replace(/0+$/, '').replace(/\.$/, '');
}

/** `12.3 (11.9–13.1)`; one value alone has no spread. */
function shown(range: Range | undefined, unit = ''): string {
  if (!range) return 'not measured';
  const spread = range.count > 1 ? ` (${digits(range.least)}–${digits(range.most)})` : '';
  return `${digits(range.median)}${unit === '' ? '' : ` ${unit}`}${spread}`;
}

function windowsIn(kept: Kept | undefined): Window[] {
  return (kept?.reports ?? []).flatMap((report) =>
    Array.isArray(report['windows']) ? (report['windows'] as Window[]) : [],
  );
}

function soundWindows(kept: Kept | undefined, peer: string): Window[] {
  return windowsIn(kept).filter((window) => window.peer === peer && window.void === undefined);
}

function sourceOf(keep: Keep): Source {
  const over = (task: string, peer: string, of: (window: Window) => number) =>
    rangeOf(soundWindows(keep.get(task), peer).map(of));
  return {
    figure: (task, path) => figuresOf(keep.get(task), path),
    micros: (task, peer) => over(task, peer, ({ microsPerPacket }) => microsPerPacket),
    rssMiB: (task, peer) => over(task, peer, ({ rssMiB }) => rssMiB),
    ratio: (task, of, to) => {
      const windows = windowsIn(keep.get(task)).filter((window) => window.void === undefined);
      const found = ratiosOf(windows).find((ratio) => ratio.of === of && ratio.to === to);
      return found && { median: found.ratio, least: found.least, most: found.most, count: 2 };
    },
    floor: (task) => {
      const floors = (keep.get(task)?.reports ?? []).flatMap(
        (report) => (report['floor'] as { both: number }[] | undefined) ?? [],
      );
      return rangeOf(floors.map(({ both }) => both));
    },
  };
}

function goalsTable(keep: Keep): string[] {
  const source = sourceOf(keep);
  const rows = goals.map(({ what, unit, most, value, why }) => {
    const range = value(source);
    const isMet = range && range.median <= most;
    const verdict = range ? (isMet ? '**met**' : 'missed') : '–';
    return `| ${what} | ≤ ${most}${unit === '' ? '' : ` ${unit}`} | ${shown(range, unit)} | ${verdict} | ${range && !isMet ? why : ''} |`;
  });
  return ['| what | goal | measured | | why not, and what would mend it |', '|---|---|---|---|---|', ...rows];
}

function peersTable(kept: Kept): string[] {
  const windows = windowsIn(kept);
  const names = [...new Set(windows.map(({ peer }) => peer))].toSorted();
  const rows = names.map((peer) => {
    const good = soundWindows(kept, peer);
    const over = (of: (window: Window) => number) => shown(rangeOf(good.map(of)));
    const isVoid = windows.filter((window) => window.peer === peer && window.void !== undefined).length;
    return `| ${peer} | ${over((w) => w.packetsPerSecond)} | ${over((w) => w.microsPerPacket)} | ${over((w) => w.delayMs.p50)} | ${over((w) => w.delayMs.p99)} | ${over((w) => w.rssMiB)} | ${over((w) => w.othersCpuShare)} | ${good.length} | ${isVoid} |`;
  });
  const ratios = ratiosOf(windows.filter((window) => window.void === undefined)).map(
    ({ of, to, ratio, least, most }) =>
      `${of} / ${to}: **${digits(ratio)}** (${digits(least)}–${digits(most)})${of === 'plenum again' ? ', the same server twice: a ratio nearer to 1 than this says nothing' : ''}`,
  );
  const floors = kept.reports.flatMap((report) => (report['floor'] as Record<string, number>[] | undefined) ?? []);
  const floor = ['crypto', 'sendto', 'both', 'sendmmsg'].map(
    (name) => `${name} ${shown(rangeOf(floors.flatMap((one) => one[name] ?? [])))}`,
  );
  const reasons = [
    ...new Set(windows.flatMap((window) => (window.void === undefined ? [] : [`${window.peer}: ${window.void}`]))),
  ];
  return [
    '| server | packets/s | µs of CPU a packet | sound late p50, ms | p99, ms | memory, MiB | others, cores | windows | void |',
    '|---|---|---|---|---|---|---|---|---|',
    ...rows,
    '',
    ...ratios.map((ratio) => `- ${ratio}`),
    `- Raw loop in C, µs a packet: ${floor.join(', ')}`,
    ...(reasons.length > 0 ? ['', `Void windows, which count nowhere above: ${reasons.slice(0, 12).join('; ')}.`] : []),
  ];
}

/** All numbers of a report that lie no deeper than two levels, so that a table is readable. */
function numbersIn(value: unknown, path = '', depth = 0): string[] {
  if (typeof value === 'number') return [path];
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > 2) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    numbersIn(inner, path === '' ? name : `${path}.${name}`, depth + 1),
  );
}

function plainTable(kept: Kept): string[] {
  const [first] = kept.reports;
  const counted = kept.reports.filter((report) => report.void === undefined);
  const paths = numbersIn(first).filter((path) => !/^(participants|seconds|within|rooms)$/.test(path));
  const rows = paths.map((path) => `| ${path} | ${shown(figuresOf(kept, path, counted.length === 0))} |`);
  const reasons = kept.reports.flatMap((report) => (report.void === undefined ? [] : [report.void]));
  const failures = kept.reports.flatMap(({ failures: all }) => all).slice(0, 6);
  return [
    `${kept.reports.length} runs, ${reasons.length} void${reasons.length > 0 ? ` (${[...new Set(reasons)].join('; ')})` : ''}, ${kept.reports.filter(({ pass }) => pass).length} kept their promises.${counted.length === 0 ? ' All are void: the figures show what was seen, and prove nothing.' : ''}${failures.length > 0 ? ` Broken promises: ${failures.join('; ')}.` : ''}`,
    '',
    '| figure | median (least–most) |',
    '|---|---|',
    ...rows,
  ];
}

function taskText(task: Task, kept: Kept | undefined): string[] {
  const head = [`### ${task.name}`, '', `\`${commandOf(task)}\``, ''];
  if (!kept) return [...head, 'Not measured yet.', ''];
  const { at, commit, versions } = kept;
  const made = `${at.slice(0, 16).replace('T', ' ')} UTC, commit ${commit}, ${Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}.`;
  return [...head, made, '', ...(task.args[0] === 'peers' ? peersTable(kept) : plainTable(kept)), ''];
}

function machinesText(keep: Keep): string[] {
  const machines = new Set(
    [...keep.values()].map(
      ({ machine }) =>
        `${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}, kernel ${machine.kernel}, Node ${machine.node}`,
    ),
  );
  return [...machines].map((machine) => `- ${machine}`);
}

/** The text of RESULTS.md. */
export function resultsText(keep: Keep): string {
  const lines = [
    '# Results',
    '',
    'Written by `npm run bench -- results` from `bench/results`; `--section NAME` or `--task NAME` measures that part anew first.',
    'Server and load share the machine below. Medians with least and most; windows and runs that are void count in no figure.',
    'How it is measured stands in [README.md](README.md).',
    '',
    ...machinesText(keep),
    '',
    '## Goals',
    '',
    ...goalsTable(keep),
    '',
    ...sections.flatMap((section) => [
      `## ${titles[section]}`,
      '',
      ...tasks.filter((task) => task.section === section).flatMap((task) => taskText(task, keep.get(task.name))),
    ]),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}
