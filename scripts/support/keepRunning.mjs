import { setTimeout as sleep } from 'node:timers/promises';

/** The exit code for a start that cannot succeed before a person changes something (EX_CONFIG of sysexits). */
const needsAPerson = 78;
/** Pauses before a new start, and how long a program must have lived for the next pause to be a short one again; in ms. */
const pauses = { first: 1_000, longest: 60_000, calmAfter: 5 * 60_000 };

/** The pause before the next start. */
export function pauseAfter(before, livedMs) {
  if (before === 0 || livedMs >= pauses.calmAfter) return pauses.first;
  return Math.min(2 * before, pauses.longest);
}

/**
 * Runs a program again and again until it ends well, is asked to end, or could not start for a reason that only a person
 * can mend. `run` resolves to { code, stopped } as supervise does; resolves to the last exit code.
 */
export async function keepRunning({ run, say, wait = sleep, now = () => performance.now() }) {
  let pause = 0;
  let hasRun = false;
  for (;;) {
    const began = now();
    const { code, stopped } = await run();
    if (stopped || code === 0) return code;
    // After a crash the port may be taken for a moment by what the crash has left.
    if (code === needsAPerson && !hasRun) return code;
    hasRun = true;
    pause = pauseAfter(pause, now() - began);
    say(`! Plenum ended by itself (exit code ${code}). It starts again in ${pause / 1000} s; Ctrl-C ends it.`);
    await wait(pause);
  }
}
