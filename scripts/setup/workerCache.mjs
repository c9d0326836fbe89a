import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashPaths, hashText } from '../support/hash.mjs';
import { cacheFolder, inRoot } from '../support/paths.mjs';
import { edits, mesonArguments, srtp } from '../worker/recipe.mjs';

/** The folder with the shims that stand in for mediasoup's own copies of the libraries. */
export const shimFolder = inRoot('scripts', 'worker', 'shims');

/** mediasoup's folder and package.json as installed. */
export function readMediasoup() {
  const folder = inRoot('node_modules', 'mediasoup');
  return { folder, ...JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) };
}

/**
 * Where the worker of this mediasoup version, machine and build recipe is kept. A changed shim or edit gives another
 * name, so an old worker is never taken for a new one, and going back finds the old one again.
 */
export function workerPlaces({ env, version, platform = process.platform, arch = process.arch }) {
  const recipe = hashText(JSON.stringify({ edits, mesonArguments, srtp, shims: hashPaths([shimFolder]) })).slice(0, 12);
  const folder = cacheFolder(env);
  const name = `mediasoup-worker-${version}-${platform}-${arch}`;
  return {
    folder,
    built: join(folder, `${name}-${recipe}`),
    prebuilt: join(folder, `${name}-prebuilt`),
    buildFolder: join(folder, `build-${version}-${arch}-${recipe}`),
    buildLog: join(folder, `${name}-${recipe}.log`),
    lock: join(folder, `${name}.lock`),
  };
}
