import { setTimeout as sleep } from 'node:timers/promises';

/** The exit code of a start that fails until a person changes something (EX_CONFIG of sysexits). */
const needsAPerson = 78;
/** First and longest pause before a new start; after running for `calmAfter` the pause is short again. In ms. */
const pauses = { first: 1_000, longest: 60_000, calmAfter: 5 * 60_000 };

/** The pause before the next start. */
export function pauseAfter(before, livedMs) {
  if (before === 0 || livedMs >= pauses.calmAfter) return pauses.first;
  return Math.min(2 * before, pauses.longest);
}

/**
 * Runs a program again until it ends well, is asked to end, or fails to start for a reason that a person must mend.
 * `run` resolves to { code, stopped } as supervise does. Resolves to the last exit code.
 */
export async function keepRunning({ run, say, wait = sleep, now = () => performance.now() }) {
  let pause = 0;
  let hasRun = false;
  for (;;) {
    const began = now();
    const { code, stopped } = await run();
    if (stopped || code === 0) return code;
    // After a crash, the old process may hold the port for a moment; so a program that has run before starts again.
    if (code === needsAPerson && !hasRun) return code;
    hasRun = true;
    pause = pauseAfter(pause, now() - began);
    say(`! Plenum ended by itself (exit code ${code}). It starts again in ${pause / 1000} s; Ctrl-C ends it.`);
    await wait(pause);
  }
}
