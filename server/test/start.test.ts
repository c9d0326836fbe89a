import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';

const main = join(import.meta.dirname, '../src/main.ts');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plenum-start-'));
  await writeFile(join(folder, 'a-file'), '');
  await mkdir(join(folder, 'spoilt'));
  await writeFile(join(folder, 'spoilt', 'files'), '');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function start(environment: Record<string, string>): Promise<{ code: unknown; said: string }> {
  const child = spawn(process.execPath, [main], {
    cwd: folder,
    env: { ...process.env, PLENUM_DATA: 'data', ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { code, said };
}

it.each([
  ['a variable that cannot be used', { PLENUM_PORT: 'http' }, 'PLENUM_PORT'],
  ['a data folder that is a file', { PLENUM_DATA: 'a-file' }, 'PLENUM_DATA'],
  ['a file where a folder of the data belongs', { PLENUM_DATA: 'spoilt' }, 'spoilt'],
  ['no media worker', { MEDIASOUP_WORKER_BIN: '/nowhere/mediasoup-worker' }, 'npm run doctor'],
])('%s ends the start with one line that says what to do', async (_what, given, advice) => {
  const { code, said } = await start(given);
  // A second start would fail too: `npm start` and systemd check for this code.
  expect(code).toBe(78);
  expect(said.trim().split('\n')).toHaveLength(1);
  expect(said).toContain(advice);
});

it('a signal to npm reaches what `npm start` runs: systemd sends it to npm alone', async () => {
  const { scripts } = JSON.parse(await readFile(join(import.meta.dirname, '../../package.json'), 'utf8'));
  const program =
    "process.on('SIGTERM', () => { console.log('drained'); process.exit(0); }); setInterval(() => {}, 1e6); console.log('ready');";
  await writeFile(join(folder, 'server.mjs'), program);
  const started = String(scripts.start).replace('scripts/start.mjs', 'server.mjs');
  await writeFile(join(folder, 'package.json'), JSON.stringify({ scripts: { start: started } }));
  const npm = spawn('npm', ['start', '--silent'], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  const said: string[] = [];
  for await (const chunk of npm.stdout) {
    said.push(String(chunk).trim());
    if (said.at(-1) === 'ready') npm.kill('SIGTERM');
  }
  expect(said).toEqual(['ready', 'drained']);
});
