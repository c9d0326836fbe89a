import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { withSecretFiles } from './secretFiles.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plenum-secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function fileWith(text: string): string {
  const path = join(folder, 'secret');
  writeFileSync(path, text);
  return path;
}

it('a secret may stand in a file, with a line break at its end', () => {
  const environment = {
    PLENUM_TURN_URL: 'turn:relay.example.org',
    PLENUM_TURN_SECRET_FILE: fileWith('0123456789abcdef\n'),
  };
  expect(readConfig(withSecretFiles(environment)).relay?.secret).toBe('0123456789abcdef');
  const database = { PLENUM_DATABASE_URL_FILE: fileWith('postgres://plenum:pw@db/plenum\n') };
  expect(readConfig(withSecretFiles(database)).databaseUrl).toBe('postgres://plenum:pw@db/plenum');
});

it('a secret that is given twice, in no readable file or in an empty one stops the start, and no word shows it', () => {
  const path = fileWith('0123456789abcdef');
  const twice = { PLENUM_METRICS_TOKEN: 'another-token-of-ours', PLENUM_METRICS_TOKEN_FILE: path };
  expect(() => withSecretFiles(twice)).toThrow('Set PLENUM_METRICS_TOKEN or PLENUM_METRICS_TOKEN_FILE, not both.');
  expect(() => withSecretFiles({ PLENUM_CREATE_KEY_FILE: join(folder, 'none') })).toThrow('cannot be read');
  expect(() => withSecretFiles({ PLENUM_CREATE_KEY_FILE: fileWith(' \n') })).toThrow('is empty');
});

it('a secret that cannot be used is not shown', () => {
  for (const [name, value] of [
    ['PLENUM_TURN_SECRET', 'tooshort'],
    ['PLENUM_METRICS_TOKEN', 'tooshort'],
    ['PLENUM_DATABASE_URL', 'mysql://plenum:tooshort@db'],
  ] as const) {
    const read = () => readConfig({ [name]: value });
    expect(read).toThrow(name);
    expect(read).not.toThrow('tooshort');
  }
});
