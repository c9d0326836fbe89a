import { setUp } from './setup/setUp.mjs';
import { command } from './support/command.mjs';
import { inRoot } from './support/paths.mjs';
import { supervise } from './support/supervise.mjs';

/** How many days a room meets; `npm test` gives 12. */
const days = process.env['PLENUM_LONG_DAYS'] ?? '365';

// The same rules as in `npm test`, for far longer: what is bounded must stay so. Arguments go to vitest.
await command(async (out) => {
  const { node, env } = await setUp({ out, wanted: [] });
  out.say(`A busy room meets for ${days} days; this takes a while.`);
  const program = inRoot('node_modules', 'vitest', 'vitest.mjs');
  const args = [program, 'run', '--project', 'unit', '--testTimeout', '0', 'server/test/busyRoom.test.ts'];
  const { code } = await supervise([
    { node, args: [...args, ...process.argv.slice(2)], env: { ...env, PLENUM_LONG_DAYS: days } },
  ]);
  return code;
});
