import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { run, tailOf } from '../support/children.mjs';
import { hashText } from '../support/hash.mjs';
import { inRoot, root } from '../support/paths.mjs';
import { readStamp } from '../support/stamp.mjs';
import { StopError } from '../support/StopError.mjs';

const stampFile = inRoot('node_modules', '.plenum-lock');

/** Installs what package-lock.json says; does nothing when that is installed already. */
export async function installDependencies({ out }) {
  const lock = readFileSync(inRoot('package-lock.json'), 'utf8');
  const wanted = hashText(lock);
  if (readStamp(stampFile) === wanted) return;
  // The developer ran npm by hand: npm's own record shows it, and a second install is not needed.
  if (isInstalled(JSON.parse(lock), readInstalled())) return writeFileSync(stampFile, wanted);

  const done = out.begin('Installing the npm packages');
  let result = await npm(['ci'], out);
  if (result.code !== 0 && onlyUnobtainableMissing(result.output)) result = await npm(['install', '--no-save'], out);
  if (result.code !== 0) {
    throw new StopError(
      'npm could not install the packages. Check the network and the free disk space, then run the same command again.',
      { tail: tailOf(result.output) },
    );
  }
  writeFileSync(stampFile, wanted);
  done('npm packages installed');
}

async function npm(args, out) {
  try {
    return await run('npm', [...args, '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: root,
      // npm may run on an older Node than the one that it installs here, and warns of each package that needs a newer one.
      onLine: (line) => line.startsWith('npm warn EBADENGINE') || out.show(`Installing the npm packages … ${line}`),
    });
  } catch (error) {
    throw new StopError(`npm could not be started (${error.code}). Install npm beside Node and try again.`);
  }
}

/**
 * Whether `npm ci` refused only because of packages without a version: optional ones for other machines, which a
 * registry may not offer and which the lockfile then lacks. `npm install --no-save` passes over these, takes everything
 * else from the lockfile as it stands and leaves the lockfile alone. Any other difference is a real mistake.
 */
export function onlyUnobtainableMissing(output) {
  const complaints = output.split('\n').filter((line) => /(Missing|Invalid): /.test(line));
  return complaints.length > 0 && complaints.every((line) => /Missing: \S+@ from lock file/.test(line));
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
