import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { inRoot } from '../support/paths.mjs';
import { StopError } from '../support/StopError.mjs';

/** The first Node version that runs the server's TypeScript as it is. */
const oldestMajor = 24;

/** The path of a Node that can run the server: PLENUM_NODE, the running one, or the one from npm's packages. */
export function findNode24({ env, running = process }) {
  if (env.PLENUM_NODE) return requireOverride(env.PLENUM_NODE);
  if (majorOf(running.version) >= oldestMajor) return running.execPath;
  const bundled = inRoot('node_modules', `node-${running.platform}-${running.arch}`, 'bin', 'node');
  if (existsSync(bundled)) return bundled;
  throw new StopError(
    `Plenum needs Node ${oldestMajor}, this is ${running.version}, and there is none in node_modules for ` +
      `${running.platform} on ${running.arch}. Install Node ${oldestMajor} and run the command with it, ` +
      `or set PLENUM_NODE to its path.`,
  );
}

function requireOverride(path) {
  let version;
  try {
    version = execFileSync(path, ['--version'], { encoding: 'utf8', timeout: 5000 }).trim();
  } catch {
    throw new StopError(
      `PLENUM_NODE is ${path}, which does not run. Set it to the path of a Node ${oldestMajor} or remove it.`,
    );
  }
  if (majorOf(version) >= oldestMajor) return path;
  throw new StopError(
    `PLENUM_NODE is ${path}, which is Node ${version}. Set it to a Node ${oldestMajor} or newer, or remove it.`,
  );
}

/** The major number: 24 for "v24.21.0". */
export const majorOf = (version) => Number.parseInt(version.replace(/^v/, ''), 10);
