import type { Timer } from './contract.ts';

/** Returns the time that a timer has run, in ms. @param now epoch ms of the server's clock */
export function spentAt({ kind, run }: Timer, now: number): number {
  switch (run.is) {
    case 'running':
      return run.spentMs + Math.max(0, now - run.since);
    case 'paused':
      return run.spentMs;
    case 'over':
      return kind.is === 'countdown' ? kind.lengthMs : 0;
  }
}

/** Returns the time that a countdown has left, in ms, at least 0; undefined for a stopwatch. */
export function leftAt(timer: Timer, now: number): number | undefined {
  const { kind } = timer;
  return kind.is === 'countdown' ? Math.max(0, kind.lengthMs - spentAt(timer, now)) : undefined;
}

/** Returns when a running countdown ends, epoch ms; undefined for a stopwatch, and for a timer that does not run. */
export function endOf({ kind, run }: Timer): number | undefined {
  return kind.is === 'countdown' && run.is === 'running' ? run.since + kind.lengthMs - run.spentMs : undefined;
}
