import { expect, test } from 'vitest';
import { findNode24, majorOf } from './node24.mjs';

test('reads the major version', () => {
  expect(majorOf('v24.21.0')).toBe(24);
  expect(majorOf('v8.0.0')).toBe(8);
});

test('takes the running Node when it is new enough', () => {
  const running = { version: 'v26.1.0', execPath: '/usr/bin/node', platform: 'linux', arch: 'x64' };
  expect(findNode24({ env: {}, running })).toBe('/usr/bin/node');
});

test('says what to do when there is none for the machine', () => {
  const running = { version: 'v20.1.0', execPath: '/usr/bin/node', platform: 'plan9', arch: 'mips' };
  expect(() => findNode24({ env: {}, running })).toThrow(/Install Node 24/);
});

test('an override has to run, and to be new enough', () => {
  expect(() => findNode24({ env: { PLENUM_NODE: '/no/such/node' } })).toThrow(/does not run/);
  expect(findNode24({ env: { PLENUM_NODE: process.execPath } })).toBe(process.execPath);
});
