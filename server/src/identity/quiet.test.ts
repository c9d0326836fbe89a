import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

const child = fileURLToPath(new URL('./testing/quietChild.ts', import.meta.url));
const run = promisify(execFile);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plenum-quiet-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The lines that the child prints, in an environment that asks the library to phone home. */
async function said(what: 'library' | 'ours'): Promise<string[]> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    NODE_ENV: 'production',
    BETTER_AUTH_TELEMETRY: '1',
    BETTER_AUTH_TELEMETRY_ENDPOINT: 'http://127.0.0.1:44999/telemetry',
  };
  const { stdout } = await run(process.execPath, [child, what, folder], { env, timeout: 30_000 });
  return stdout.trim().split('\n');
}

it('the library for signing in phones nobody here, even when the environment asks it to', async () => {
  // As it comes it does: the watch can see it.
  expect((await said('library')).some((line) => line.startsWith('connects') && line.includes('44999'))).toBe(true);
  expect(await said('ours')).toEqual(['done']);
}, 60_000);
