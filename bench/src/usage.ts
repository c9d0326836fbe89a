import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** CPU and memory of a process and all its descendants. */
export interface Usage {
  /** Seconds of CPU since the processes started. */
  readonly cpuSeconds: number;
  readonly rssKiB: number;
  /** Monotonic ms. */
  readonly at: number;
}

export const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
  readonly rssKiB: number;
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The process name in brackets may contain blanks, so the fields are counted after it.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return { pid, parent: fields[1] ?? 0, ticks: (fields[11] ?? 0) + (fields[12] ?? 0), rssKiB: Number(rss?.[1] ?? 0) };
  } catch {
    // The process ended during the reading.
    return undefined;
  }
}

/** Reads a process and its descendants from /proc. */
export function usageOf(pid: number): Usage {
  const mine = statsOf(pid);
  return {
    cpuSeconds: mine.reduce((sum, { ticks }) => sum + ticks, 0) / ticksPerSecond,
    rssKiB: mine.reduce((sum, { rssKiB }) => sum + rssKiB, 0),
    at: performance.now(),
  };
}

/** The process and all its descendants. */
export function familyOf(pid: number): number[] {
  return statsOf(pid).map((stat) => stat.pid);
}

function statsOf(pid: number): Stat[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  const all = pids.flatMap((each) => statOf(each) ?? []);
  const family = new Set([pid]);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const stat of all) if (family.has(stat.parent)) family.add(stat.pid);
  }
  return all.filter((stat) => family.has(stat.pid));
}

/** CPU of this process, without its children. */
export function processUsage(): Usage {
  const { user, system } = process.cpuUsage();
  return {
    cpuSeconds: (user + system) / 1e6,
    rssKiB: Math.round(process.memoryUsage.rss() / 1024),
    at: performance.now(),
  };
}

/** CPU between two readings, in cores. */
export function cpuShare(before: Usage, after: Usage): number {
  return ((after.cpuSeconds - before.cpuSeconds) * 1000) / (after.at - before.at);
}
