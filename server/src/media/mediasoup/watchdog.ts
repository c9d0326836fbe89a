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
  /** How long between two looks at whether the system has stopped it; stopped at both, it is given up. In ms. */
  readonly lookMs: number;
}

type Watched = Pick<types.Worker, 'pid' | 'getResourceUsage'>;

/** Asks a worker for a sign of life until the returned function is called. Calls `onHung` once when none comes. */
export function watchWorker(worker: Watched, settings: WatchdogSettings, onHung: () => void): () => void {
  let timer: NodeJS.Timeout;
  let wasHalted = false;
  let misses = 0;
  let workBefore = 0;
  let stopped = false;

  const plan = (ms: number, next: () => void): void => {
    if (stopped) return;
    timer = setTimeout(next, ms);
    timer.unref();
  };
  const stop = (): void => {
    stopped = true;
    clearTimeout(timer);
    clearInterval(looks);
  };
  const giveUp = (): void => {
    stop();
    onHung();
  };
  // One that the system has stopped answers nothing until somebody lets it go on: that need not be waited for.
  const looks = setInterval(() => {
    const isHalted = haltedStates.has(statOf(worker.pid).state);
    if (isHalted && wasHalted) return giveUp();
    wasHalted = isHalted;
  }, settings.lookMs);
  looks.unref();
  const isTooLate = (): boolean => {
    misses += 1;
    const { work } = statOf(worker.pid);
    const isBusy = work !== workBefore;
    workBefore = work;
    return misses >= (isBusy ? settings.busyMisses : settings.misses);
  };
  const ask = (): void => {
    let open = true;
    misses = 0;
    workBefore = statOf(worker.pid).work;
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
          giveUp();
        }),
      );
    wait();
    // This rejects only when the worker died or was closed; others handle that.
    worker.getResourceUsage().then(onAnswer, () => {});
  };

  plan(settings.everyMs, ask);
  return stop;
}

/** Stopped by a signal, or by a debugger. */
const haltedStates: ReadonlySet<string> = new Set(['T', 't']);

/**
 * What the kernel says of a process: its state, and how much it has computed so far in the kernel's ticks. Always the same
 * where the system does not tell.
 */
function statOf(pid: number): { readonly state: string; readonly work: number } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before them is in brackets and may hold anything. See proc(5): state, user and system time are fields 3, 14, 15.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', work: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return { state: '', work: 0 };
  }
}
