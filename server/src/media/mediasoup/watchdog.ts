import { readFileSync } from 'node:fs';
import type { types } from 'mediasoup';

/**
 * Times in ms. A worker is asked again some time after its last answer. Each answer has a time limit; an idle worker may
 * miss fewer limits than a busy one, because a busy worker may only have a queue (hundreds of members join at once).
 */
export interface WatchdogSettings {
  readonly everyMs: number;
  readonly limitMs: number;
  readonly misses: number;
  readonly busyMisses: number;
}

type Watched = Pick<types.Worker, 'pid' | 'getResourceUsage'>;

/** Asks a worker for a sign of life until the returned function is called. Calls `onHung` once when none comes. */
export function watchWorker(worker: Watched, settings: WatchdogSettings, onHung: () => void): () => void {
  let timer: NodeJS.Timeout;
  let misses = 0;
  let workBefore = 0;
  let stopped = false;

  const plan = (ms: number, next: () => void): void => {
    if (stopped) return;
    timer = setTimeout(next, ms);
    timer.unref();
  };
  const isTooLate = (): boolean => {
    misses += 1;
    const work = workOf(worker.pid);
    const isBusy = work !== workBefore;
    workBefore = work;
    return misses >= (isBusy ? settings.busyMisses : settings.misses);
  };
  const ask = (): void => {
    let open = true;
    misses = 0;
    workBefore = workOf(worker.pid);
    const onAnswer = (): void => {
      open = false;
      clearTimeout(timer);
      plan(settings.everyMs, ask);
    };
    // One question at a time, and a late answer counts: more questions would only make the worker's queue longer.
    const wait = (): void =>
      plan(settings.limitMs, () =>
        // If this process was busy, the answer may be here unread: read it before judging.
        setImmediate(() => {
          if (!open || stopped) return;
          if (!isTooLate()) return wait();
          stopped = true;
          onHung();
        }),
      );
    wait();
    // This rejects only when the worker died or was closed; others handle that.
    worker.getResourceUsage().then(onAnswer, () => {});
  };

  plan(settings.everyMs, ask);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/** CPU time of a process so far, in kernel ticks; constant on systems that do not report it. */
function workOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The process name before these fields is in brackets and may hold any character. See proc(5), fields 14 and 15.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return 0;
  }
}
