import type { LogLine, Manifest, Stretch } from '@plenum/shared/api/recording/contract';

/** A line of the log as the server writes it. `at` is a time of the recording's clock, in ms. */
export type { LogLine } from '@plenum/shared/api/recording/contract';

/** A file of sound or picture: it plays from `from` until `until` of the recording's clock, in ms. */
export type Clip = Stretch;

/** The clips that play at `at`, or begin within `aheadMs` after it. */
export function clipsAt(clips: readonly Clip[], at: number, aheadMs = 0): readonly Clip[] {
  return clips.filter(({ from, until }) => from <= at + aheadMs && until > at);
}

/** The number of items that `isBefore` holds for, in a list where they come first. */
export function countBefore<T>(items: readonly T[], isBefore: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(items[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Returns a function that gives the epoch ms of a time of the recording: the room's clock goes on in a pause. */
export function epochOf({ startedAt }: Pick<Manifest, 'startedAt'>, log: readonly LogLine[]): (at: number) => number {
  const views = log.flatMap((line) => (line.is === 'view' ? [{ at: line.at, now: line.now }] : []));
  return (at) => {
    const view = views[countBefore(views, (one) => one.at <= at) - 1];
    return view ? view.now + at - view.at : startedAt + at;
  };
}
