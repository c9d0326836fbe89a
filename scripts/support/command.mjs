import { createProgress } from './progress.mjs';
import { StopError } from './StopError.mjs';

/** Runs a command of ours: its return value is the exit code, a StopError one readable line, anything else a bug. */
export async function command(main) {
  const out = createProgress();
  try {
    process.exitCode = (await main(out)) ?? 0;
  } catch (error) {
    explain(error, out);
    process.exitCode = 1;
  }
}

/** Says why it cannot go on; anything but a StopError is a bug, which is thrown on with its stack. */
export function explain(error, out) {
  if (!(error instanceof StopError)) throw error;
  if (error.tail) out.say(indent(error.tail));
  out.say(`✗ ${error.message}`);
}

const indent = (text) => text.replace(/^/gm, '    ');
