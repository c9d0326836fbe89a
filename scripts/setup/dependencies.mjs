import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { run, tailOf } from '../support/children.mjs';
import { hashText } from '../support/hash.mjs';
import { inRoot, root } from '../support/paths.mjs';
import { readStamp } from '../support/stamp.mjs';
import { StopError } from '../support/StopError.mjs';

const stampFile = inRoot('node_modules', '.plenum-lock');

/** Brings node_modules to what package-lock.json says; does nothing when it already is. */
export async function installDependencies({ out }) {
  const lock = readFileSync(inRoot('package-lock.json'), 'utf8');
  const wanted = hashText(lock);
  if (readStamp(stampFile) === wanted) return;
  // Someone ran npm by hand: npm's own record of what it installed saves doing it twice.
  if (isInstalled(JSON.parse(lock), readInstalled())) return writeFileSync(stampFile, wanted);

  const done = out.begin('Installing the npm packages');
  let result;
  try {
    result = await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: root,
      onLine: (line) => out.show(`Installing the npm packages … ${line}`),
    });
  } catch (error) {
    throw new StopError(`npm could not be started (${error.code}). Install npm beside Node and try again.`);
  }
  if (result.code !== 0) {
    throw new StopError(
      'npm could not install the packages. Check the network and the free disk space, then run the same command again.',
      { tail: tailOf(result.output) },
    );
  }
  writeFileSync(stampFile, wanted);
  done('npm packages installed');
}

function readInstalled() {
  const path = inRoot('node_modules', '.package-lock.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { packages: {} };
}

/**
 * Whether npm's hidden lockfile records every package of ours at the same version and checksum. Optional packages may
 * be for another machine, and links are our own workspaces.
 */
export function isInstalled(lock, installed) {
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path.includes('node_modules/') && !entry.link && !entry.optional)
    .every(([path, { version, integrity }]) => {
      const found = installed.packages[path];
      return found !== undefined && found.version === version && found.integrity === integrity;
    });
}
