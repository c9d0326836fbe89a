import type { Clock } from './ports.ts';

/** After so many ms of one work, everything else on this server has its turn. */
const mostAtOnce = 8;

/** Does a work in its pieces: in this tick when that is short, else with pauses between; then the promise says when it is done. */
export function inPieces(pieces: Iterator<void>, clock: Clock): Promise<void> | undefined {
  const begun = clock.monotonic();
  while (pieces.next().done !== true) if (clock.monotonic() - begun > mostAtOnce) return goOn(pieces, clock);
  return undefined;
}

async function goOn(pieces: Iterator<void>, clock: Clock): Promise<void> {
  await new Promise<void>((resolve) => void clock.after(0, resolve));
  await inPieces(pieces, clock);
}

/** Does what comes after a work, in this tick when the work is done already; `failed` hears of a work that fails. */
export function whenDone(
  work: Promise<void> | undefined,
  act: () => void,
  failed: (error: unknown) => void,
): Promise<void> | undefined {
  if (work) return work.catch(failed).then(act);
  act();
  return undefined;
}
