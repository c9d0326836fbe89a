import type { types } from 'mediasoup';
import { type ProcessStat, readProcessStat } from './processStat.ts';

/**
 * Times in ms. A worker is asked again some time after its last answer. Each answer has a time limit; an idle worker may
 * miss fewer limits than one that computes. A worker that reads and sends packets may miss any number: its answer waits in
 * a queue (hundreds of members join at once, or the machine is full), and ending it would take the sound of all its rooms.
 */
export interface WatchdogSettings {
  readonly everyMs: number;
  readonly limitMs: number;
  readonly misses: number;
  readonly busyMisses: number;
  /** How long between two looks at whether the system has stopped it; stopped at both, it is given up. In ms. */
  readonly lookMs: number;
}

interface Watched extends Pick<types.Worker, 'pid' | 'getResourceUsage'> {
  /** The number of its packets that reached this process. */
  readonly heard?: () => number;
}

/** Asks a worker for a sign of life until the returned function is called. Calls `onHung` once when none comes. */
export function watchWorker(worker: Watched, settings: WatchdogSettings, onHung: () => void): () => void {
  let timer: NodeJS.Timeout;
  let wasHalted = false;
  let misses = 0;
  let before = signsOf(worker);
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
    const isHalted = haltedStates.has(readProcessStat(worker.pid).state);
    if (isHalted && wasHalted) return giveUp();
    wasHalted = isHalted;
  }, settings.lookMs);
  looks.unref();
  const isTooLate = (): boolean => {
    const now = signsOf(worker);
    const work = workBetween(before, now);
    // One that gets hardly any time of a full machine is judged once it has had some.
    if (work === 'too little') return false;
    before = now;
    misses = work === 'packets' ? 0 : misses + 1;
    return misses >= (work === 'none' ? settings.misses : settings.busyMisses);
  };
  const ask = (): void => {
    let open = true;
    misses = 0;
    before = signsOf(worker);
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
 * The least time in system calls that counts as reading and sending: a share of all time, because a worker has a third or
 * more, and a number of ticks, because the kernel counts an interrupt of a loop for its system time.
 */
const leastSystem = { share: 0.1, ticks: 3 } as const;
/** Less time than this does not tell a loop from a worker that is kept waiting, in ticks. */
const leastTotalTicks = 10;

interface Signs {
  readonly stat: ProcessStat;
  readonly heard: number;
}

function signsOf({ pid, heard }: Watched): Signs {
  return { stat: readProcessStat(pid), heard: heard?.() ?? 0 };
}

/** What a worker did between two readings. `computing` alone may be a loop without end. */
function workBetween(before: Signs, now: Signs): 'none' | 'too little' | 'computing' | 'packets' {
  const system = now.stat.systemTicks - before.stat.systemTicks;
  const total = system + now.stat.userTicks - before.stat.userTicks;
  const isIo = system >= leastSystem.ticks && system >= total * leastSystem.share;
  if (isIo || now.heard !== before.heard) return 'packets';
  if (total >= leastTotalTicks) return 'computing';
  return total > 0 ? 'too little' : 'none';
}
