import type { Skip } from '../../core/playback/clock.ts';

/** Shorter silences are a part of the speech, in ms. */
const shortestMs = 2_500;
/** How much of a silence stays at each end, in ms. */
const marginMs = 400;

interface Sounds {
  readonly duration: number;
  /** Who talks from each time on, in order. */
  readonly talks: readonly { readonly at: number; readonly members: readonly unknown[] }[];
  /** Times at which there is other sound, such as that of a screen. */
  readonly others: readonly Skip[];
}

/** The stretches in which nobody talks; none when the log does not say who talks. */
export function silencesOf({ duration, talks, others }: Sounds): readonly Skip[] {
  if (talks.length === 0) return [];
  const silent: Skip[] = [];
  let from: number | undefined = 0;
  for (const { at, members } of talks) {
    if (members.length === 0) from ??= at;
    else if (from !== undefined) {
      silent.push({ from, to: at });
      from = undefined;
    }
  }
  if (from !== undefined) silent.push({ from, to: duration });
  return without(silent, others).flatMap(({ from: begin, to }) =>
    to - begin < shortestMs ? [] : [{ from: begin + marginMs, to: to === duration ? to : to - marginMs }],
  );
}

/** Takes stretches out of others. */
export function without(all: readonly Skip[], taken: readonly Skip[]): readonly Skip[] {
  return taken.reduce<readonly Skip[]>(
    (left, { from, to }) =>
      left.flatMap((one) =>
        to <= one.from || from >= one.to
          ? [one]
          : [
              { from: one.from, to: Math.max(one.from, from) },
              { from: Math.min(one.to, to), to: one.to },
            ].filter((part) => part.to > part.from),
      ),
    all,
  );
}
