import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

// These are real processes, and the machine may be busy.
vi.setConfig({ testTimeout: 30_000 });

let folder;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'plenum-supervise-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

// A server that drains for a moment and counts the signals that it gets meanwhile.
const server = (name) => `
  import { writeFileSync } from 'node:fs';
  const file = (ending) => ${JSON.stringify('FOLDER')} + '/${name}.' + ending;
  const keep = setInterval(() => {}, 1000);
  let signals = 0;
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {
    signals += 1;
    if (signals === 1) setTimeout(() => { writeFileSync(file('end'), String(signals)); clearInterval(keep); }, 200);
  });
  writeFileSync(file('pid'), String(process.pid));
`;

function starter(names) {
  const programs = names.map((name) => {
    const path = join(folder, `${name}.mjs`);
    writeFileSync(path, server(name).replace('FOLDER', folder));
    return { node: process.execPath, args: [path] };
  });
  const path = join(folder, 'starter.mjs');
  const supervise = new URL('./supervise.mjs', import.meta.url).href;
  writeFileSync(
    path,
    `import { supervise } from ${JSON.stringify(supervise)}; const { code } = await supervise(${JSON.stringify(programs)}); process.exitCode = code;`,
  );
  return spawn(process.execPath, [path], { stdio: 'inherit', detached: true });
}

const ended = (child) => new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));

async function until(condition) {
  for (let tries = 0; tries < 600; tries += 1) {
    if (condition()) return;
    await sleep(25);
  }
  throw new Error('waited too long');
}

const pidOf = (name) => Number(readFileSync(join(folder, `${name}.pid`), 'utf8') || 0);
const started = (name) => existsSync(join(folder, `${name}.pid`)) && pidOf(name) > 0;
const isGone = (pid) => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

test.each(['SIGINT', 'SIGTERM'])(
  '%s to the whole group reaches the server once, and its drain is waited for',
  async (signal) => {
    const child = starter(['a']);
    await until(() => started('a'));
    process.kill(0 - child.pid, signal);
    expect(await ended(child)).toEqual({ code: 0, signal: null });
    expect(readFileSync(join(folder, 'a.end'), 'utf8')).toBe('1');
  },
);

test('kill -9 of the starter leaves no orphan', async () => {
  const child = starter(['a']);
  await until(() => started('a'));
  child.kill('SIGKILL');
  await until(() => existsSync(join(folder, 'a.end')) && isGone(pidOf('a')));
});

test('when one of two ends, the other is asked to', async () => {
  const child = starter(['a', 'b']);
  await until(() => started('a') && started('b'));
  process.kill(pidOf('a'), 'SIGKILL');
  expect((await ended(child)).code).toBe(137);
  expect(existsSync(join(folder, 'b.end'))).toBe(true);
});
