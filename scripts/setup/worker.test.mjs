import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { provideWorker } from './worker.mjs';
import { workerPlaces } from './workerCache.mjs';
import { prebuiltUrl } from './workerPrebuilt.mjs';
import { testWorkerStart } from './workerStartTest.mjs';

let folder;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'plenum-worker-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(name, text, mode = 0o755) {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, mode);
  return path;
}

// A stand-in that begins as the real worker does: it writes its process id to the channel.
const lively = 'printf "xx%s" "$$" >&4; exec sleep 60';

test('a worker that reports itself passes the start test and is gone afterwards', async () => {
  const path = program('worker', `echo $$ > ${folder}/pid; ${lively}`);
  expect(await testWorkerStart(path, '3.27.1')).toBeUndefined();
});

test('the start test tells what went wrong', async () => {
  expect(await testWorkerStart(join(folder, 'none'), '1')).toMatch(/ENOENT/);
  expect(await testWorkerStart(program('a', 'echo "libuv.so: not found" >&2; exit 127'), '1')).toBe(
    'it ended at once with code 127: libuv.so: not found',
  );
  expect(await testWorkerStart(program('b', 'exec sleep 60'), '1', 300)).toMatch(/said nothing/);
});

test('a given worker is used when it works', async () => {
  const path = program('worker', lively);
  expect(await provideWorker({ env: { MEDIASOUP_WORKER_BIN: path } })).toBe(path);
});

test('a given worker that cannot work stops with one line saying what to do', async () => {
  const provide = (path) => provideWorker({ env: { MEDIASOUP_WORKER_BIN: path } });
  await expect(provide(join(folder, 'none'))).rejects.toThrow(/does not exist\. Set it to .* or remove it/);
  await expect(provide(program('text', 'x', 0o644))).rejects.toThrow(/no program/);
  await expect(provide(program('dead', 'exit 3'))).rejects.toThrow(/does not work: it ended at once with code 3/);
  await expect(provide(folder)).rejects.toThrow(/no program/);
});

test('the cache has a place of its own for each version and machine', () => {
  const at = (more) =>
    workerPlaces({ env: { XDG_CACHE_HOME: folder }, version: '3.27.1', platform: 'linux', arch: 'x64', ...more });
  expect(at({}).built).toMatch(/plenum\/mediasoup-worker-3\.27\.1-linux-x64-[0-9a-f]{12}$/);
  expect(new Set([at({}), at({ arch: 'arm64' }), at({ version: '3.28.0' })].map(({ built }) => built)).size).toBe(3);
  expect(existsSync(at({}).folder)).toBe(false);
});

test('asks for the archive that mediasoup itself would fetch', () => {
  const mediasoup = { version: '3.27.1', repository: { url: 'git+https://example.org/m/mediasoup.git' } };
  const machine = { platform: 'linux', arch: 'x64', release: '6.1.0-28-amd64' };
  expect(prebuiltUrl({ mediasoup, env: {}, machine })).toBe(
    'https://example.org/m/mediasoup/releases/download/3.27.1/mediasoup-worker-3.27.1-linux-x64-kernel6.tgz',
  );
  expect(prebuiltUrl({ mediasoup, env: {}, machine: { platform: 'darwin', arch: 'arm64', release: '24' } })).toMatch(
    /-darwin-arm64\.tgz$/,
  );
});
