import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dependsOf, librariesOf, newestPostgres } from './services.mjs';

const shown = [
  'Package: postgresql-15',
  'Depends: locales | locales-all, postgresql-common (>= 241~), tzdata, libc6 (>= 2.34), libpq5:any, libllvm14, zlib1g (>= 1:1.1.4)',
  'Description: Depends: on what you want',
].join('\n');

test('reads what a package depends on', () => {
  expect(dependsOf(shown)).toEqual([
    'locales',
    'postgresql-common',
    'tzdata',
    'libc6',
    'libpq5',
    'libllvm14',
    'zlib1g',
  ]);
  expect(dependsOf('Package: alone')).toEqual([]);
});

test('installs libraries and no service', () => {
  expect(librariesOf(shown)).toEqual(['tzdata', 'libc6', 'libpq5', 'zlib1g']);
});

test('finds the newest PostgreSQL that is a server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plenum-services-'));
  try {
    expect(newestPostgres(join(folder, 'none'))).toBeUndefined();
    for (const version of ['9', '15', '17']) mkdirSync(join(folder, version, 'bin'), { recursive: true });
    for (const version of ['9', '15']) writeFileSync(join(folder, version, 'bin', 'initdb'), '');
    expect(newestPostgres(folder)).toBe(join(folder, '15', 'bin'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
