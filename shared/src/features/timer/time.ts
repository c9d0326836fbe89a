import type { Timer } from './contract.ts';

/**
 * The time that a timer has run, in ms.
 * @param now epoch ms of the server's clock
 */
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

/** The time that a countdown has left, in ms, never below zero; undefined for a stopwatch. */
export function leftAt(timer: Timer, now: number): number | undefined {
  const { kind } = timer;
  return kind.is === 'countdown' ? Math.max(0, kind.lengthMs - spentAt(timer, now)) : undefined;
}

/** When a running countdown is over, epoch ms; undefined when nothing will end by itself. */
export function endOf({ kind, run }: Timer): number | undefined {
  return kind.is === 'countdown' && run.is === 'running' ? run.since + kind.lengthMs - run.spentMs : undefined;
}
