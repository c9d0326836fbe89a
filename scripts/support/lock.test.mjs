import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAbandoned, withLock } from './lock.mjs';

let folder;
let path;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plenum-lock-'));
  path = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('one at a time, and the lock is gone afterwards, failure or not', async () => {
  const order = [];
  const work = (name) => async () => {
    order.push(`${name} in`);
    await sleep(30);
    order.push(`${name} out`);
  };
  await Promise.all([withLock(path, { pollMs: 5 }, work('a')), withLock(path, { pollMs: 5 }, work('b'))]);
  expect(order).toEqual(['a in', 'a out', 'b in', 'b out']);
  await expect(withLock(path, {}, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(existsSync(path)).toBe(false);
});

test('a lock is abandoned when its process is gone or it was silent for long', () => {
  writeFileSync(path, `${process.pid} ${hostname()}\n`);
  expect(isAbandoned(path)).toBe(false);
  expect(isAbandoned(path, Date.now() + 60_000)).toBe(true);
  writeFileSync(path, `999999999 ${hostname()}\n`);
  expect(isAbandoned(path)).toBe(true);
  writeFileSync(path, '999999999 another-machine\n');
  expect(isAbandoned(path)).toBe(false);
  const long = new Date(Date.now() - 60_000);
  utimesSync(path, long, long);
  expect(isAbandoned(path)).toBe(true);
});
