import { expect, test } from 'vitest';
import { notInstalled, parseAptStatus } from './packages.mjs';

test('finds what is missing in a package listing', () => {
  const listing = 'meson installed\ng++ config-files\nninja-build not-installed\n';
  expect(notInstalled(['meson', 'g++', 'ninja-build', 'libuv1-dev'], listing)).toEqual([
    'g++',
    'ninja-build',
    'libuv1-dev',
  ]);
});

test('reads apt’s status channel', () => {
  expect(parseAptStatus('dlstatus:1:12.5:Retrieving file 1 of 8')).toEqual({
    percent: 12.5,
    text: 'Retrieving file 1 of 8',
  });
  expect(parseAptStatus('pmstatus:libuv1-dev:60.0:Unpacking libuv1-dev (amd64)')).toMatchObject({ percent: 60 });
  expect(parseAptStatus('Reading package lists...')).toBeUndefined();
});
