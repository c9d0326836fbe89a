import { readFileSync } from 'node:fs';
import type { types } from 'mediasoup';

/**
 * How long after an answer a worker is asked again whether it lives, how long it may take to answer, in ms, and how often
 * that time may pass: for one that stands still, and for one that is at work, before which there may only be a queue
 * (hundreds who join at once).
 */
export interface WatchdogSettings {
  readonly everyMs: number;
  readonly limitMs: number;
  readonly misses: number;
  readonly busyMisses: number;
}

type Watched = Pick<types.Worker, 'pid' | 'getResourceUsage'>;

/** Asks a worker for a sign of life for as long as it runs; `onHung` is called once when it gave none. The answer stops it. */
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
    // It is asked once, and a late answer is one: questions upon questions would only make its queue longer.
    const wait = (): void =>
      plan(settings.limitMs, () =>
        // If this process was busy, the answer may lie unread: read what is there before judging.
        setImmediate(() => {
          if (!open || stopped) return;
          if (!isTooLate()) return wait();
          stopped = true;
          onHung();
        }),
      );
    wait();
    // It fails only when the worker died or was closed, and then somebody else acts.
    worker.getResourceUsage().then(onAnswer, () => {});
  };

  plan(settings.everyMs, ask);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/** How much a process has computed so far, in the kernel's ticks; always the same where the system does not tell. */
function workOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before them is in brackets and may hold anything. See proc(5): user and system time are fields 14 and 15.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return 0;
  }
}
