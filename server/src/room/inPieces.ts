import type { Clock } from './ports.ts';

/** The longest time of one work in one tick, in ms: then the event loop runs. */
const mostAtOnce = 8;

/** Runs work in pieces: in this tick when it is short, and returns undefined; else with pauses, and returns a promise. */
export function inPieces(pieces: Iterator<void>, clock: Clock): Promise<void> | undefined {
  const begun = clock.monotonic();
  while (pieces.next().done !== true) if (clock.monotonic() - begun > mostAtOnce) return goOn(pieces, clock);
  return undefined;
}

async function goOn(pieces: Iterator<void>, clock: Clock): Promise<void> {
  await new Promise<void>((resolve) => void clock.after(0, resolve));
  await inPieces(pieces, clock);
}

/** Runs `act` after a work, in this tick when the work is already done; the error of a failed work goes to `failed`. */
export function whenDone(
  work: Promise<void> | undefined,
  act: () => void,
  failed: (error: unknown) => void,
): Promise<void> | undefined {
  if (work) return work.catch(failed).then(act);
  act();
  return undefined;
}
