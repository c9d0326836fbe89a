import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { edits, shims } from '../worker/recipe.mjs';
import { readMediasoup } from './workerCache.mjs';
import { applyEdit, prepareSource, wrapDirectory } from './workerSource.mjs';

const edit = { file: 'a.cpp', find: '(a == b) ?', replace: '((a & b) != 0) ?' };

test('an edit changes its one place, taking the replacement literally', () => {
  expect(applyEdit('x = (a == b) ? 1 : 0;', edit)).toBe('x = ((a & b) != 0) ? 1 : 0;');
  expect(applyEdit('find me', { file: 'f', find: 'me', replace: '$& $1' })).toBe('find $& $1');
});

test('an edit that fits nowhere or twice is refused', () => {
  expect(() => applyEdit('nothing here', edit)).toThrow(/occurs 0 times in mediasoup's a\.cpp/);
  expect(() => applyEdit('(a == b) ? (a == b) ? ', edit)).toThrow(/occurs 2 times/);
});

test('finds the folder that a wrap file stands for', () => {
  expect(wrapDirectory('[wrap-file]\ndirectory = libuv-v1.51.0\nsource_url = x\n', 'libuv')).toBe('libuv-v1.51.0');
  expect(() => wrapDirectory('[wrap-git]\n', 'libuv')).toThrow(/libuv\.wrap names no directory/);
});

test('the recipe fits the installed mediasoup', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'plenum-source-')), 'worker');
  try {
    const putSrtp = async (into) => mkdirSync(into);
    await prepareSource({ mediasoup: readMediasoup(), folder, putSrtp });
    for (const { file, replace } of edits) expect(readFileSync(join(folder, file), 'utf8')).toContain(replace);
    for (const shim of shims) {
      const wrap = readFileSync(join(folder, 'subprojects', `${shim}.wrap`), 'utf8');
      const place = join(folder, 'subprojects', wrapDirectory(wrap, shim));
      expect(existsSync(join(place, 'meson.build'))).toBe(true);
      expect(existsSync(join(place, 'built'))).toBe(shim === 'libsrtp3');
    }
  } finally {
    rmSync(join(folder, '..'), { recursive: true, force: true });
  }
});
