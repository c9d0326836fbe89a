import type { types } from 'mediasoup';

/** How often a worker is asked whether it lives, how long it may take to answer, in ms, and how often it may be late. */
export interface WatchdogSettings {
  readonly everyMs: number;
  readonly limitMs: number;
  readonly misses: number;
}

/** Asks a worker for a sign of life for as long as it runs; `onHung` is called once when it gave none. The answer stops it. */
export function watchWorker(worker: types.Worker, settings: WatchdogSettings, onHung: () => void): () => void {
  let timer: NodeJS.Timeout;
  let misses = 0;
  let stopped = false;

  const plan = (ms: number, next: () => void): void => {
    if (stopped) return;
    timer = setTimeout(next, ms);
    timer.unref();
  };
  const onLate = (): void => {
    misses += 1;
    if (misses < settings.misses) return ask();
    stopped = true;
    onHung();
  };
  const ask = (): void => {
    let open = true;
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
