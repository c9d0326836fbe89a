import type { Skip } from '../../core/playback/clock.ts';
import { without } from './silences.ts';

/** Shorter cuts are a slip of the hand, in ms. */
const shortestCutMs = 500;

/** Adds a cut; cuts that touch or overlap become one. In order, and within the recording. */
export function addCut(cuts: readonly Skip[], cut: Skip, duration: number): readonly Skip[] {
  const [from, to] = [Math.max(0, Math.min(cut.from, cut.to)), Math.min(duration, Math.max(cut.from, cut.to))].map(
    Math.round,
  );
  if (from === undefined || to === undefined || to - from < shortestCutMs) return cuts;
  const joined: { from: number; to: number }[] = [];
  for (const one of [...cuts, { from, to }].toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && one.from <= last.to) last.to = Math.max(last.to, one.to);
    else joined.push({ ...one });
  }
  return joined;
}

/** What is left of a recording after the cuts. */
export function keptOf(cuts: readonly Skip[], duration: number): readonly Skip[] {
  return without([{ from: 0, to: duration }], cuts);
}

/** How long stretches are together, in ms. */
export function lengthOf(stretches: readonly Skip[]): number {
  return stretches.reduce((sum, { from, to }) => sum + to - from, 0);
}
