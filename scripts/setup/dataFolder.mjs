import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fromSetting } from '../support/paths.mjs';
import { StopError } from '../support/StopError.mjs';

/** Where meetings are kept: PLENUM_DATA or ./data. */
const dataFolderOf = (env) => fromSetting(env.PLENUM_DATA || 'data');

/** Creates the data folder and proves by a real write that it can be used; resolves to its path. */
export function provideDataFolder({ env }) {
  const folder = dataFolderOf(env);
  try {
    makeFolder(folder);
    const probe = join(folder, `.write-test-${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw new StopError(
      `The data folder ${folder} cannot be written (${error.code}). ` +
        `Give this user the right to, or set PLENUM_DATA to another folder.`,
    );
  }
  return folder;
}

// Not mkdir's own `recursive`: in a place that cannot hold folders, such as /proc, Node 20 tries for ever.
function makeFolder(folder) {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o750 });
  } catch (error) {
    // Another start was faster.
    if (error.code !== 'EEXIST') throw error;
  }
}
