import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { LoadSample } from '../overload/loadPolicy.ts';
import { type UdpQueue, udpQueuesIn } from './udpQueues.ts';

/** The worker process to be read, and the port of its WebRtcServer. */
export interface ReadWorker {
  readonly pid: number;
  readonly port: number;
}

/** What is read of one worker from outside. */
export type Reading = Omit<LoadSample, 'at' | 'soundLateMs'>;

/** Reads how much work workers have left undone. */
export interface LoadReader {
  /** One reading for each worker, in their order. */
  read(workers: readonly ReadWorker[]): Reading[];
  close(): void;
}

/** Readings between two looks at which sockets a worker has: those to other workers come and go. */
const lookEvery = 10;
const resolutionMs = 20;

interface Before {
  readonly busyNs: number;
  readonly at: number;
  sockets: ReadonlySet<string>;
  age: number;
}

/** Reads the kernel's figures in /proc. Where there are none, every reading is of an idle worker. */
export class ProcLoadReader implements LoadReader {
  readonly #delay = monitorEventLoopDelay({ resolution: resolutionMs });
  #before = new Map<number, Before>();

  constructor() {
    this.#delay.enable();
  }

  read(workers: readonly ReadWorker[]): Reading[] {
    const lagMs = Math.max(0, this.#delay.max / 1e6 - resolutionMs);
    this.#delay.reset();
    const queues = ['udp', 'udp6'].flatMap((name) => udpQueuesIn(readText(`/proc/net/${name}`)));
    const now = new Map<number, Before>();
    const readings = workers.map(({ pid, port }) => {
      const [before, at, busyNs] = [this.#before.get(pid), performance.now(), busyNsOf(pid)];
      const isDue = !before || before.age >= lookEvery;
      const sockets = isDue ? socketsOf(pid) : before.sockets;
      now.set(pid, { busyNs, at, sockets, age: isDue ? 0 : before.age + 1 });
      const own = queues.filter((queue) => queue.port === port || sockets.has(queue.inode));
      const elapsedNs = before ? (at - before.at) * 1e6 : 0;
      const busy = elapsedNs > 0 && before ? Math.max(0, (busyNs - before.busyNs) / elapsedNs) : 0;
      return { queuedBytes: sum(own, 'queuedBytes'), drops: sum(own, 'drops'), busy, lagMs };
    });
    this.#before = now;
    return readings;
  }

  close(): void {
    this.#delay.disable();
  }
}

function sum(queues: readonly UdpQueue[], field: 'queuedBytes' | 'drops'): number {
  return queues.reduce((total, queue) => total + queue[field], 0);
}

/**
 * Nanoseconds in which a process computed or waited for a core. With the waiting, one that gets too little of a full
 * machine counts as busy; its computing alone would not show that.
 */
function busyNsOf(pid: number): number {
  const [computed = 0, waited = 0] = readText(`/proc/${pid}/schedstat`).split(' ').map(Number);
  return computed + waited;
}

/** Inodes of a process's sockets. */
function socketsOf(pid: number): ReadonlySet<string> {
  const folder = `/proc/${pid}/fd`;
  try {
    return new Set(
      readdirSync(folder).flatMap((fd) => {
        try {
          return /^socket:\[(\d+)\]$/.exec(readlinkSync(`${folder}/${fd}`))?.[1] ?? [];
        } catch {
          // It was closed during the reading.
          return [];
        }
      }),
    );
  } catch {
    return new Set();
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
