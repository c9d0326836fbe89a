import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout; every command works the same from any current directory. */
export const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '');

/** A path inside the checkout. */
export const inRoot = (...parts) => join(root, ...parts);

/** A path that a person configured: absolute, or relative to the checkout as the server reads it too. */
export const fromSetting = (path) => resolve(root, path);

/** A folder for what outlives one checkout, such as a worker that took minutes to build. */
export function cacheFolder(env) {
  const base = env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache');
  return join(base, 'plenum');
}
