import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hashPaths } from './hash.mjs';

test('a hash changes with content and names, not with what is skipped', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plenum-hash-'));
  try {
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'src', 'a'), '1');
    const hash = () => hashPaths([folder], (name) => name === 'dist');
    const first = hash();
    mkdirSync(join(folder, 'dist'));
    expect(hash()).toBe(first);
    writeFileSync(join(folder, 'src', 'a'), '2');
    const second = hash();
    writeFileSync(join(folder, 'src', 'b'), '');
    expect(new Set([first, second, hash()]).size).toBe(3);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
