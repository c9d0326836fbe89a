import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { withLock } from '../support/lock.mjs';
import { isExecutable } from '../support/programs.mjs';
import { StopError } from '../support/StopError.mjs';
import { buildWorker } from './workerBuild.mjs';
import { readMediasoup, workerPlaces } from './workerCache.mjs';
import { fetchPrebuilt } from './workerPrebuilt.mjs';
import { testWorkerStart } from './workerStartTest.mjs';

/** The path of a media worker that runs here: given, cached, downloaded, or built, in that order. */
export async function provideWorker({ env, out }) {
  const mediasoup = readMediasoup();
  if (env.MEDIASOUP_WORKER_BIN) return requireGiven(env.MEDIASOUP_WORKER_BIN, mediasoup.version);
  const places = workerPlaces({ env, version: mediasoup.version });
  const cached = await findCached({ places, mediasoup, env });
  if (cached) return cached;
  makeCacheFolder(places.folder);
  let told = false;
  const onWait = ({ pid }) => {
    if (!told) out.say(`  Another set-up (process ${pid}) is getting the media worker; waiting for it.`);
    told = true;
  };
  return withLock(places.lock, { onWait }, async () => {
    const madeMeanwhile = await findCached({ places, mediasoup, env });
    if (madeMeanwhile) return madeMeanwhile;
    const prebuilt = wantsPrebuilt(env) && (await fetchPrebuilt({ places, mediasoup, env, out }));
    return prebuilt || buildWorker({ places, mediasoup, out });
  });
}

/** The cached worker; undefined when there is none, or when it no longer runs, for example after a new Debian release. */
export async function findCached({ places, mediasoup, env }) {
  const candidates = wantsPrebuilt(env) ? [places.built, places.prebuilt] : [places.built];
  for (const path of candidates.filter(existsSync)) {
    if ((await testWorkerStart(path, mediasoup.version)) === undefined) return path;
  }
  return undefined;
}

const wantsPrebuilt = (env) => env.PLENUM_WORKER_PREBUILT !== 'off';

async function requireGiven(given, version) {
  const path = resolve(given);
  const advice = 'Set it to a mediasoup worker that runs here, or remove it and Plenum provides one.';
  const stop = (problem) => new StopError(`MEDIASOUP_WORKER_BIN is ${given}, ${problem}. ${advice}`);
  if (!existsSync(path)) throw stop('which does not exist');
  if (!isExecutable(path)) throw stop('which is no program that may be executed');
  const problem = await testWorkerStart(path, version);
  if (problem) throw stop(`which does not work: ${problem}`);
  return path;
}

function makeCacheFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new StopError(
      `The cache folder ${folder} cannot be written (${error.code}). Fix its owner, or set XDG_CACHE_HOME to another folder.`,
    );
  }
}
