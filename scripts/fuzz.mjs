import { setUp } from './setup/setUp.mjs';
import { command } from './support/command.mjs';
import { inRoot } from './support/paths.mjs';
import { supervise } from './support/supervise.mjs';

/** Number of inputs for each command and each endpoint; `npm test` uses 200. */
const runs = process.env['PLENUM_FUZZ_RUNS'] ?? '10000';

const suites = ['server/test/fuzz.test.ts', 'server/test/fuzzEndpoints.test.ts'];

// The nightly run: the properties of `npm test` with more inputs. Arguments go to vitest (`-t chat:send`).
await command(async (out) => {
  const { node, env } = await setUp({ out, wanted: [] });
  out.say(`Every command and every endpoint gets ${runs} inputs; this takes a while.`);
  const program = inRoot('node_modules', 'vitest', 'vitest.mjs');
  const args = [program, 'run', '--project', 'unit', '--testTimeout', '0', ...suites];
  const { code } = await supervise([
    { node, args: [...args, ...process.argv.slice(2)], env: { ...env, PLENUM_FUZZ_RUNS: runs } },
  ]);
  return code;
});
