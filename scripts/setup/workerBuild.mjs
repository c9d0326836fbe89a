import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { run, tailOf } from '../support/children.mjs';
import { StopError } from '../support/StopError.mjs';
import { buildPackages, mesonArguments } from '../worker/recipe.mjs';
import { ensurePackages } from './packages.mjs';
import { prepareSource } from './workerSource.mjs';
import { putSrtp } from './workerSrtp.mjs';
import { testWorkerStart } from './workerStartTest.mjs';

/** Builds the worker from mediasoup's source with Debian's libraries; resolves to its place in the cache. */
export async function buildWorker({ places, mediasoup, out }) {
  await ensurePackages(buildPackages, { purpose: 'build the media worker', out });
  const done = out.begin('Building the media worker, once (about 8 minutes on two cores)');
  const folder = places.buildFolder;
  await prepareSource({ mediasoup, folder, putSrtp: (into) => putSrtp(into, out) });
  if (!existsSync(join(folder, 'build', 'build.ninja'))) {
    rmSync(join(folder, 'build'), { recursive: true, force: true });
    await tool(places, 'meson', ['setup', 'build', ...mesonArguments], { cwd: folder });
  }
  const onLine = compileProgress(out);
  await tool(places, 'ninja', ['-C', 'build', '-j', String(buildJobs()), 'mediasoup-worker'], {
    cwd: folder,
    env: { ...process.env, NINJA_STATUS: '[%f/%t] ' },
    onLine,
  });
  const binary = join(folder, 'build', 'mediasoup-worker');
  await tool(places, 'strip', [binary], {});
  const problem = await testWorkerStart(binary, mediasoup.version);
  if (problem)
    throw new StopError(`The media worker was built but does not run: ${problem}. The log is ${places.buildLog}.`);
  // A rename within the cache is atomic: no other process sees a partial worker.
  renameSync(binary, places.built);
  rmSync(folder, { recursive: true, force: true });
  done('Media worker built');
  return places.built;
}

async function tool(places, command, args, options) {
  let result;
  try {
    result = await run(command, args, options);
  } catch (error) {
    throw new StopError(`The media worker cannot be built: ${command} could not be started (${error.code}).`);
  }
  if (result.code === 0) return;
  writeFileSync(places.buildLog, `${result.output}\n`);
  throw new StopError(
    `The media worker could not be built: ${command} failed. Its output is in ${places.buildLog}; ` +
      `with little memory, close other programs and run the same command again, it goes on where it stopped.`,
    { tail: tailOf(result.output) },
  );
}

/** Number of compilers at once: one for each core, with up to 700 MB of memory for each. */
export function buildJobs(cores = availableParallelism?.() ?? cpus().length, memory = totalmem()) {
  return Math.max(1, Math.min(cores, Math.floor(memory / 700e6)));
}

function compileProgress(out, now = Date.now) {
  const started = now();
  return (line) => {
    const at = parseNinja(line);
    if (!at) return;
    const left = timeLeft({ ...at, elapsedMs: now() - started });
    out.advance(at.done / at.total, `  compiling ${at.done}/${at.total}${left && ` …, ${left}`}`);
  };
}

/** The numbers 37 and 261 of ninja's "[37/261] Compiling …"; undefined for any other line. */
export function parseNinja(line) {
  const match = /^\[(\d+)\/(\d+)\]/.exec(line);
  return match ? { done: Number(match[1]), total: Number(match[2]) } : undefined;
}

/** The estimated time left in words; empty while too little is known. */
export function timeLeft({ done, total, elapsedMs }) {
  if (done < 5 && elapsedMs < 20_000) return '';
  const minutes = ((elapsedMs / done) * (total - done)) / 60_000;
  return minutes < 1 ? 'less than a minute left' : `about ${Math.round(minutes)} min left`;
}
