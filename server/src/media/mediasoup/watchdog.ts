import { readFileSync } from 'node:fs';
import type { types } from 'mediasoup';

/** How often a worker is asked whether it lives, how long it may take to answer, in ms, and how often it may be late. */
export interface WatchdogSettings {
  readonly everyMs: number;
  readonly limitMs: number;
  /** One that stands still. */
  readonly misses: number;
  /** One that computes: endlessly perhaps. */
  readonly busyMisses: number;
  /** One that computes and moves packets: it has more to do than it can, and ending it would only add to that. */
  readonly sendingMisses: number;
}

type Watched = Pick<types.Worker, 'pid' | 'getResourceUsage'>;

/** Asks a worker for a sign of life for as long as it runs; `onHung` is called once when it gave none. The answer stops it. */
export function watchWorker(worker: Watched, settings: WatchdogSettings, onHung: () => void): () => void {
  let timer: NodeJS.Timeout;
  let misses = 0;
  let workBefore = workOf(worker.pid);
  let stopped = false;

  const plan = (ms: number, next: () => void): void => {
    if (stopped) return;
    timer = setTimeout(next, ms);
    timer.unref();
  };
  const onLate = (): void => {
    misses += 1;
    const work = workOf(worker.pid);
    const allowed = patience(settings, workBefore, work);
    workBefore = work;
    if (misses < allowed) return ask();
    stopped = true;
    onHung();
  };
  const ask = (): void => {
    let open = true;
    if (misses === 0) workBefore = workOf(worker.pid);
    const onAnswer = (): void => {
      if (!open) return;
      open = false;
      clearTimeout(timer);
      misses = 0;
      plan(settings.everyMs, ask);
    };
    // It fails only when the worker died or was closed, and then somebody else acts.
    worker.getResourceUsage().then(onAnswer, () => {});
    plan(settings.limitMs, () =>
      // If this process was busy, the answer may lie unread: read what is there before judging.
      setImmediate(() => {
        if (!open || stopped) return;
        open = false;
        onLate();
      }),
    );
  };

  plan(settings.everyMs, ask);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/** What a process has computed so far, in the kernel's ticks. */
interface Work {
  readonly user: number;
  readonly system: number;
}

function patience(settings: WatchdogSettings, before: Work, now: Work): number {
  const [user, system] = [now.user - before.user, now.system - before.system];
  if (user + system === 0) return settings.misses;
  // Sending and receiving is the kernel's work; of an endless loop the kernel's clock takes hardly anything.
  return system * 10 > user ? settings.sendingMisses : settings.busyMisses;
}

/** Always the same where the system does not tell. */
function workOf(pid: number): Work {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before them is in brackets and may hold anything. See proc(5): user and system time are fields 14 and 15.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { user: Number(fields[11]), system: Number(fields[12]) };
  } catch {
    return { user: 0, system: 0 };
  }
}
