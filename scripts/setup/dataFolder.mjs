import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fromSetting } from '../support/paths.mjs';
import { StopError } from '../support/StopError.mjs';

/** The folder of all meetings: PLENUM_DATA or ./data. */
const dataFolderOf = (env) => fromSetting(env.PLENUM_DATA || 'data');

/** Creates the data folder and proves with a real write that it works; resolves to its path. */
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

// Not mkdir's own `recursive`: where no folder can be made, such as in /proc, Node 20 tries for ever.
function makeFolder(folder) {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o750 });
  } catch (error) {
    // Another start has just made the folder.
    if (error.code !== 'EEXIST') throw error;
  }
}
