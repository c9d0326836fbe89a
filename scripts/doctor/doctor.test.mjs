import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isLoopback, isPrivate } from './addresses.mjs';
import { judge } from './certificate.mjs';
import { examine, failure, fine, formatFinding } from './finding.mjs';
import { judgeSocketBuffer } from './machine.mjs';
import { checkAnnouncedAddress } from './network.mjs';
import { readSettings } from './settings.mjs';

test('tells apart the addresses that others can reach', () => {
  expect(['127.0.0.1', '127.8.8.8', '::1', 'localhost'].every(isLoopback)).toBe(true);
  expect(
    ['10.0.0.1', '172.31.0.1', '192.168.1.1', '100.64.0.1', '169.254.1.1', 'fd00::1', 'fe80::1'].every(isPrivate),
  ).toBe(true);
  expect(['172.32.0.1', '192.0.2.7', '2001:db8::1', 'meet.example.org'].some(isPrivate)).toBe(false);
});

test('settings have the server’s defaults and readable errors', () => {
  expect(readSettings({})).toMatchObject({ host: '127.0.0.1', port: 4443, rtcPort: 44_400, secure: false });
  expect(readSettings({ PLENUM_PUBLIC_HOST: 'a.b' })).toMatchObject({ host: '0.0.0.0', announced: 'a.b' });
  expect(readSettings({ PLENUM_PUBLIC_HOST: 'a.b', PLENUM_WORKERS: '3' })).toMatchObject({ workers: 3, secure: true });
  expect(() => readSettings({ PLENUM_PORT: '70000' })).toThrow(
    'PLENUM_PORT is "70000"; it must be a whole number from 1 to 65535.',
  );
});

test('the relay’s secret may stand in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plenum-doctor-'));
  const path = join(folder, 'turn');
  writeFileSync(path, '0123456789abcdef\n');
  expect(readSettings({ PLENUM_TURN_SECRET_FILE: path }).relaySecret).toBe('0123456789abcdef');
  rmSync(folder, { recursive: true });
  expect(() => readSettings({ PLENUM_TURN_SECRET_FILE: path })).toThrow('cannot be read');
});

test('judges the announced address', async () => {
  const mark = async (host, publicHost) =>
    (await checkAnnouncedAddress({ settings: { host, publicHost, announced: publicHost } })).mark;
  expect(await mark('127.0.0.1', undefined)).toBe('✓');
  expect(await mark('0.0.0.0', undefined)).toBe('!');
  expect(await mark('0.0.0.0', '192.0.2.7')).toBe('✓');
  expect(await mark('0.0.0.0', '192.168.1.5')).toBe('!');
  expect(await mark('127.0.0.1', '192.0.2.7')).toBe('✗');
  expect(await mark('0.0.0.0', 'https://a.b')).toBe('✗');
});

test('judges a certificate', () => {
  const good = { covers: true, keyMatches: true, daysLeft: 80, host: 'a.b', path: 'c', replacement: 'r', own: true };
  const mark = (more) => judge({ ...good, ...more }).mark;
  expect([mark({}), mark({ daysLeft: 5 }), mark({ own: false })]).toEqual(['✓', '!', '!']);
  expect([{ problem: 'x' }, { keyMatches: false }, { covers: false }, { daysLeft: -1 }].map(mark)).toEqual([
    '✗',
    '✗',
    '✗',
    '✗',
  ]);
});

test('judges how much may wait in a socket', () => {
  // The default of Debian 12, and of a newer kernel.
  expect(judgeSocketBuffer(212_992)).toMatchObject({
    mark: '!',
    advice: expect.stringContaining('net.core.rmem_max=524288'),
  });
  expect(judgeSocketBuffer(4_194_304).mark).toBe('✓');
});

test('a finding says what to do, and a check that throws is a finding', async () => {
  expect(formatFinding(fine('Well'))).toBe('✓ Well');
  expect(formatFinding(failure('Bad', 'Do it'))).toBe('✗ Bad\n    → Do it');
  expect(
    await examine(() => {
      throw new Error('boom');
    }, {}),
  ).toMatchObject([{ mark: '✗', text: 'boom' }]);
});
