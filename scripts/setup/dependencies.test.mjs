import { expect, test } from 'vitest';
import { isInstalled, onlyUnobtainableMissing } from './dependencies.mjs';

const entry = { version: '1.0.0', integrity: 'sha512-a' };
const lock = {
  packages: {
    '': { name: 'plenum' },
    shared: { version: '0.1.0' },
    'node_modules/@plenum/shared': { resolved: 'shared', link: true },
    'node_modules/zod': entry,
    'node_modules/other-machine': { ...entry, optional: true },
  },
};

test('is installed when npm recorded the same packages', () => {
  expect(isInstalled(lock, { packages: { 'node_modules/zod': { ...entry } } })).toBe(true);
});

test('is not installed when a package is missing, older or of other content', () => {
  expect(isInstalled(lock, { packages: {} })).toBe(false);
  expect(isInstalled(lock, { packages: { 'node_modules/zod': { ...entry, version: '0.9.0' } } })).toBe(false);
  expect(isInstalled(lock, { packages: { 'node_modules/zod': { ...entry, integrity: 'sha512-b' } } })).toBe(false);
});

test('passes over packages that the registry does not offer, and over nothing else', () => {
  const refusal = 'npm error code EUSAGE\nnpm error Missing: @x/darwin-arm64@ from lock file';
  expect(onlyUnobtainableMissing(refusal)).toBe(true);
  expect(onlyUnobtainableMissing(`${refusal}\nnpm error Missing: zod@4.6.7 from lock file`)).toBe(false);
  expect(onlyUnobtainableMissing(`${refusal}\nnpm error Invalid: lock file's a@1.0.0 does not satisfy a@2.0.0`)).toBe(
    false,
  );
  expect(onlyUnobtainableMissing('npm error network')).toBe(false);
});
