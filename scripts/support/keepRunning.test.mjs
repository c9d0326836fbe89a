import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepRunning, pauseAfter } from './keepRunning.mjs';

const minute = 60_000;

/** Runs with these endings in turn; `lives` is how long each run lasted, in ms. */
async function runs(endings) {
  const [left, pauses, said] = [[...endings], [], []];
  let time = 0;
  const code = await keepRunning({
    run: async () => {
      const { lives = 0, ...end } = left.shift();
      time += lives;
      return { stopped: false, ...end };
    },
    say: (text) => said.push(text),
    wait: async (ms) => void pauses.push(ms),
    now: () => time,
  });
  return { code, pauses, said, unused: left.length };
}

test('a program that died by itself starts again, with a growing pause and a message', async () => {
  const { code, pauses, said } = await runs([{ code: 1 }, { code: 137 }, { code: 139 }, { code: 0 }]);
  expect([code, pauses]).toEqual([0, [1_000, 2_000, 4_000]]);
  expect(said[1]).toContain('exit code 137');
  expect(said[1]).toContain('2 s');
});

test('the pause ends at a minute, and is short again after a quiet time', async () => {
  let pause = 0;
  for (let n = 0; n < 20; n += 1) pause = pauseAfter(pause, 100);
  expect(pause).toBe(minute);
  expect(pauseAfter(pause, 5 * minute)).toBe(1_000);
});

test('a start that a person must mend is not repeated, unless the program has run before', async () => {
  expect(await runs([{ code: 78 }, { code: 0 }])).toMatchObject({ code: 78, pauses: [], unused: 1 });
  expect(await runs([{ code: 1, lives: minute }, { code: 78 }, { code: 0 }])).toMatchObject({ code: 0, unused: 0 });
});

test('a program that was asked to end does not start again, however it ended', async () => {
  expect(await runs([{ code: 137, stopped: true }, { code: 0 }])).toMatchObject({ code: 137, unused: 1 });
});

let folder;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'plenum-keep-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a real program that is killed comes back, and Ctrl-C ends it for good', async () => {
  const program = join(folder, 'program.mjs');
  writeFileSync(
    program,
    `setInterval(() => {}, 1000); process.on('SIGINT', () => process.exit(0)); console.log(process.pid);`,
  );
  const module = (name) => JSON.stringify(new URL(name, import.meta.url).href);
  const starter = join(folder, 'starter.mjs');
  writeFileSync(
    starter,
    `import { keepRunning } from ${module('./keepRunning.mjs')}; import { supervise } from ${module('./supervise.mjs')};
    const run = () => supervise([{ node: process.execPath, args: [${JSON.stringify(program)}] }]);
    process.exitCode = await keepRunning({ run, say: () => {}, wait: async () => {} });`,
  );
  const child = spawn(process.execPath, [starter], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextPid = async () => Number((await lines.next()).value);
  const first = await nextPid();
  process.kill(first, 'SIGKILL');
  expect(await nextPid()).not.toBe(first);
  child.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
});
