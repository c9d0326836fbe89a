import { readFileSync } from 'node:fs';

/** What the kernel tells of one process. CPU times are in its ticks (usually 10 ms), counted from the process's start. */
export interface ProcessStat {
  /** One letter of proc(5), for example `R` or `T`; empty where the system does not tell. */
  readonly state: string;
  readonly userTicks: number;
  /** Time in system calls: a process that reads and sends packets has some, a loop without input and output has none. */
  readonly systemTicks: number;
}

const unknown: ProcessStat = { state: '', userTicks: 0, systemTicks: 0 };

/** Reads one process from /proc; always the same answer where the system does not tell. */
export function readProcessStat(pid: number): ProcessStat {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before them is in brackets and may hold anything. See proc(5): state, user and system time are fields 3, 14, 15.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', userTicks: Number(fields[11]), systemTicks: Number(fields[12]) };
  } catch {
    return unknown;
  }
}
