import type { Timer } from '@plenum/shared/features/timer/contract';

/** What became of a timer. */
export type TimerNews =
  | 'nothing'
  | 'countdown'
  | 'stopwatch'
  | 'paused'
  | 'resumed'
  | 'added'
  | 'reset'
  | 'removed'
  | 'over';

function lengthOf({ kind }: Timer): number {
  return kind.is === 'countdown' ? kind.lengthMs : 0;
}

/** What is news between two states of one room's timer. */
export function newsOf(before: Timer | undefined, now: Timer | undefined): TimerNews {
  if (before === now) return 'nothing';
  if (!now) return 'removed';
  if (!before) return now.kind.is;
  if (now.kind.is === before.kind.is && lengthOf(now) > lengthOf(before) && hasGoneOn(before, now)) return 'added';
  switch (now.run.is) {
    case 'over':
      return before.run.is === 'over' ? 'nothing' : 'over';
    case 'paused':
      return now.run.spentMs === 0 ? 'reset' : 'paused';
    case 'running':
      return before.run.is === 'paused' && now.run.spentMs === before.run.spentMs ? 'resumed' : now.kind.is;
  }
}

/** Whether it is the same timer, and not one that took its place. */
function hasGoneOn(before: Timer, now: Timer): boolean {
  if (before.run.is === 'over') return now.run.is === 'running' && now.run.spentMs === lengthOf(before);
  return before.run === now.run || JSON.stringify(before.run) === JSON.stringify(now.run);
}
