import { setUp } from './setup/setUp.mjs';
import { command } from './support/command.mjs';
import { inRoot } from './support/paths.mjs';
import { supervise } from './support/supervise.mjs';

/** Number of days on which a room meets; `npm test` uses 12. */
const days = process.env['PLENUM_LONG_DAYS'] ?? '365';

/** Tests that do more here than in `npm test`: they take their size from server/test/long.ts. */
const files = [
  'server/test/busyRoom.test.ts',
  'server/test/killedWebhooks.test.ts',
  'server/test/leaseModel.test.ts',
  'scripts/cluster/cluster.test.mjs',
  'server/src/cluster/placement.test.ts',
  'server/test/fuzzEndpoints.test.ts',
  'server/test/killedServer.test.ts',
  'server/src/readers/killedReaders.test.ts',
  'server/src/storage/sqlite/SqliteStore.test.ts',
  'server/src/storage/postgres/PostgresStore.test.ts',
  'server/src/conversion/office.test.ts',
  'server/src/conversion/officeUnshielded.test.ts',
  'server/src/conversion/inspectPdf.test.ts',
];

// The rules of `npm test` over a longer time: every bound must hold. Arguments go to vitest.
await command(async (out) => {
  const { node, env } = await setUp({ out, wanted: ['worker', 'services'] });
  out.say(`A busy room meets for ${days} days; this takes a while.`);
  const program = inRoot('node_modules', 'vitest', 'vitest.mjs');
  const args = [program, 'run', '--project', 'unit', '--project', 'conversion', '--testTimeout', '0', ...files];
  const { code } = await supervise([
    { node, args: [...args, ...process.argv.slice(2)], env: { ...env, PLENUM_LONG_DAYS: days } },
  ]);
  return code;
});
