import { createProgress } from './progress.mjs';
import { StopError } from './StopError.mjs';

/** Runs one command. Its return value is the exit code; a StopError becomes one readable line; any other error is a bug. */
export async function command(main) {
  const out = createProgress();
  try {
    process.exitCode = (await main(out)) ?? 0;
  } catch (error) {
    explain(error, out);
    process.exitCode = 1;
  }
}

/** Prints the line of a StopError; throws any other error on, because it is a bug. */
export function explain(error, out) {
  if (!(error instanceof StopError)) throw error;
  if (error.tail) out.say(indent(error.tail));
  out.say(`✗ ${error.message}`);
}

const indent = (text) => text.replace(/^/gm, '    ');
