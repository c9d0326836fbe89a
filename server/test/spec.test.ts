import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (pattern: string) =>
  globSync(pattern, { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'));

const specs = globSync('shared/src/{features,api}/*/SPEC.md', { cwd: root });
const tests = [
  ...read('{shared,server}/{src,test}/**/*.test.ts'),
  ...read('server/src/storage/testing/*Cases.ts'),
  ...read('client/{src,e2e}/**/*.test.{ts,tsx}'),
].join('\n');

it('every feature has a SPEC.md', () => {
  const folders = globSync('shared/src/features/*/contract.ts', { cwd: root });
  expect(specs.filter((spec) => spec.startsWith('shared/src/features/'))).toHaveLength(folders.length);
});

it.each(specs)('every rule of %s has a test whose title starts with its id', (spec) => {
  const rules = [...readFileSync(join(root, spec), 'utf8').matchAll(/^- \[([A-Z]+\d+)\]/gm)].map(([, id]) => id);
  expect(rules.length).toBeGreaterThan(0);
  expect(rules.length).toBeLessThanOrEqual(20);
  expect(rules.filter((id) => !new RegExp(`it(\\.each\\(.*\\))?\\(\\s*['\`]\\[${id}\\]`).test(tests))).toEqual([]);
});
