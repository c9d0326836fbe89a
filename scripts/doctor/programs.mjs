import { existsSync, readFileSync } from 'node:fs';
import { isInstalled } from '../setup/dependencies.mjs';
import { findNode24 } from '../setup/node24.mjs';
import { findCached } from '../setup/worker.mjs';
import { readMediasoup, workerPlaces } from '../setup/workerCache.mjs';
import { testWorkerStart } from '../setup/workerStartTest.mjs';
import { inRoot } from '../support/paths.mjs';
import { failure, fine, warning } from './finding.mjs';

/** Checks the Node that will run the server. */
export function checkNode({ env }) {
  const path = findNode24({ env });
  if (path === process.execPath) return fine(`Node ${process.version}`);
  return fine(`Node ${process.version} here, the server will run with ${path}`);
}

/** Compares the installed npm packages with the lockfile. */
export function checkDependencies() {
  const record = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(record)) return failure('The npm packages are not installed', 'Run npm start; it installs them.');
  const [lock, installed] = [inRoot('package-lock.json'), record].map((path) => JSON.parse(readFileSync(path, 'utf8')));
  if (isInstalled(lock, installed)) return fine('The npm packages are those of package-lock.json');
  return warning('The npm packages are not those of package-lock.json', 'Run npm start; it brings them up to date.');
}

/** Checks that the media worker exists and starts. */
export async function checkWorker({ env }) {
  if (!existsSync(inRoot('node_modules', 'mediasoup', 'package.json'))) {
    return failure('There is no media worker before the npm packages are installed', 'Run npm start.');
  }
  const mediasoup = readMediasoup();
  const given = env.MEDIASOUP_WORKER_BIN;
  if (given) {
    const problem = await testWorkerStart(given, mediasoup.version);
    if (!problem) return fine(`The media worker starts: ${given}`);
    return failure(
      `MEDIASOUP_WORKER_BIN is ${given}: ${problem}`,
      'Correct it, or remove it and Plenum provides a worker.',
    );
  }
  const places = workerPlaces({ env, version: mediasoup.version });
  const cached = await findCached({ places, mediasoup, env });
  if (cached) return fine(`The media worker starts: ${cached}`);
  return failure(
    `No media worker for mediasoup ${mediasoup.version} yet`,
    'Run npm start; it downloads or builds it, once.',
  );
}
