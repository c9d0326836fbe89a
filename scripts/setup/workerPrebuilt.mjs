import { chmodSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { arch, platform, release } from 'node:os';
import { join } from 'node:path';
import { run } from '../support/children.mjs';
import { testWorkerStart } from './workerStartTest.mjs';

const answerMs = 5000;
const downloadMs = 60_000;

/** The archive's address on mediasoup's release page, the same one that mediasoup's own install script would fetch. */
export function prebuiltUrl({ mediasoup, env, machine = { platform: platform(), arch: arch(), release: release() } }) {
  const page = mediasoup.repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
  const base = env.MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL || `${page}/releases/download`;
  const kernel = machine.platform === 'linux' ? `-kernel${machine.release.split('.')[0]}` : '';
  const { version } = mediasoup;
  return `${base}/${version}/mediasoup-worker-${version}-${machine.platform}-${machine.arch}${kernel}.tgz`;
}

/**
 * Tries to fetch the official worker into `places.prebuilt`; resolves to its path, or to undefined when there is none
 * for us. The release page publishes no checksum or signature, neither for mediasoup's own script nor for us: what is
 * trusted is TLS to the release page, and then only a binary that passes the start test.
 */
export async function fetchPrebuilt({ places, mediasoup, env, out }) {
  const done = out.begin('Looking for a ready-made media worker');
  const temporary = mkdtempSync(join(places.folder, 'prebuilt-'));
  try {
    const archive = join(temporary, 'worker.tgz');
    writeFileSync(archive, await download(prebuiltUrl({ mediasoup, env })));
    const extracted = await run('tar', ['-xzf', archive, '-C', temporary]);
    if (extracted.code !== 0) throw new Error('the archive is damaged');
    const binary = join(temporary, 'mediasoup-worker');
    chmodSync(binary, 0o755);
    const problem = await testWorkerStart(binary, mediasoup.version);
    if (problem) throw new Error(`it does not run here: ${problem}`);
    renameSync(binary, places.prebuilt);
    done('Media worker downloaded');
    return places.prebuilt;
  } catch (error) {
    out.say(`  No ready-made media worker can be used (${error.message}); it is built here instead.`);
    return undefined;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

async function download(url) {
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(), answerMs);
  try {
    const response = await fetch(url, { signal: abort.signal });
    if (!response.ok) throw new Error(`the release page answered ${response.status}`);
    clearTimeout(timer);
    timer = setTimeout(() => abort.abort(), downloadMs);
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    if (abort.signal.aborted) throw new Error('the release page did not answer in time', { cause: error });
    if (error instanceof TypeError) throw new Error('the release page cannot be reached', { cause: error });
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
