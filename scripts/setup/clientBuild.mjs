import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, tailOf } from '../support/children.mjs';
import { hashPaths } from '../support/hash.mjs';
import { inRoot } from '../support/paths.mjs';
import { readStamp } from '../support/stamp.mjs';
import { StopError } from '../support/StopError.mjs';

const dist = inRoot('client', 'dist');
const vite = inRoot('node_modules', 'vite', 'bin', 'vite.js');

/** Builds the client into client/dist; does nothing when its sources did not change since the last build. */
export async function buildClient({ env, node, out }) {
  const sources = hashPaths([inRoot('client'), inRoot('shared', 'src'), inRoot('package-lock.json')], isNoSource);
  if (readStamp(join(dist, '.stamp')) === sources) return;
  const done = out.begin('Building the client');
  // Built in another folder and moved when complete: neither a failed build nor a second set-up leaves half a client.
  const fresh = inRoot('node_modules', `.plenum-client-${process.pid}`);
  const cleanUp = () => rmSync(fresh, { recursive: true, force: true });
  // A signal during the build ends in process.exit(), which skips every `finally`.
  process.once('exit', cleanUp);
  try {
    const result = await run(node, [vite, 'build', '--outDir', fresh, '--emptyOutDir'], {
      cwd: inRoot('client'),
      env: { ...env, NODE_ENV: 'production' },
      onLine: (line) => out.show(`Building the client … ${line.trim()}`),
    });
    if (result.code !== 0 || !existsSync(join(fresh, 'index.html'))) {
      throw new StopError('The client could not be built; see above for the place that vite complains about.', {
        // The bundler's own stack says nothing about the client, so it is left out.
        tail: tailOf(result.output.replace(/^\s+at .*\n/gm, ''), 30),
      });
    }
    writeFileSync(join(fresh, '.stamp'), sources);
    swapIn(fresh);
  } finally {
    process.off('exit', cleanUp);
    cleanUp();
  }
  done('Client built');
}

function swapIn(fresh) {
  const old = `${fresh}-old`;
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(fresh, dist);
  rmSync(old, { recursive: true, force: true });
}

/** Files beside the sources that no build contains. */
export function isNoSource(name) {
  return ['dist', 'node_modules', 'e2e', 'coverage'].includes(name) || /\.test\.tsx?$|\.md$|\.tsbuildinfo$/.test(name);
}
