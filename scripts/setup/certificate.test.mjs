import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { generateCertificate, isHost, opensslConfig } from '../../certs/generate.mjs';
import { coversHost, inspectCertificate } from '../support/certificates.mjs';
import { provideCertificate } from './certificate.mjs';

let folder;
let files;
const said = [];
const out = { say: (line) => said.push(line) };
const env = (more) => ({ PATH: process.env.PATH, ...more });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plenum-certs-'));
  files = { cert: join(folder, 'plenum.crt'), key: join(folder, 'plenum.key') };
  said.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('knows a host when it sees one', () => {
  expect(['localhost', 'meet.example.org', 'xn--bcher-kva.example', '192.0.2.7', '2001:db8::1'].every(isHost)).toBe(
    true,
  );
  expect(['', 'https://a.b', 'a b', 'a/b', 'host:443', 'a\nb', '-a.b', '*.a.b', 'x'.repeat(64)].some(isHost)).toBe(
    false,
  );
});

test('names and addresses become alternative names', () => {
  expect(opensslConfig(['meet.example.org', '192.0.2.7'])).toContain(
    'subjectAltName = DNS:meet.example.org, IP:192.0.2.7',
  );
});

test('makes a certificate that covers its hosts and no other', () => {
  generateCertificate(['meet.example.org', '192.0.2.7', '2001:db8::1'], files);
  const certificate = new X509Certificate(readFileSync(files.cert));
  const covered = ['meet.example.org', '192.0.2.7', '2001:db8::1', 'example.org', '192.0.2.8'].map((host) =>
    coversHost(certificate, host),
  );
  expect(covered).toEqual([true, true, true, false, false]);
  expect(statSync(files.key).mode & 0o777).toBe(0o600);
  const found = inspectCertificate({ ...files, host: 'meet.example.org' });
  expect(found).toMatchObject({ covers: true, keyMatches: true });
  expect(found.daysLeft).toBeGreaterThanOrEqual(396);
  expect(found.daysLeft).toBeLessThanOrEqual(397);
});

test('sees a foreign key and an unreadable file', () => {
  generateCertificate(['a.example'], files);
  const other = { cert: join(folder, 'b.crt'), key: join(folder, 'b.key') };
  generateCertificate(['b.example'], other);
  expect(inspectCertificate({ cert: files.cert, key: other.key, host: 'a.example' })).toMatchObject({
    keyMatches: false,
  });
  expect(inspectCertificate({ cert: join(folder, 'none'), key: files.key, host: 'a' }).problem).toMatch(
    /cannot be read/,
  );
  writeFileSync(files.cert, 'no PEM');
  expect(inspectCertificate({ ...files, host: 'a' }).problem).toMatch(/not in PEM format/);
});

test('without a public host there is nothing to do', async () => {
  expect(await provideCertificate({ env: env(), out, files })).toEqual({});
});

test('makes one for the public host, once, and anew for another host', async () => {
  const provide = (host) => provideCertificate({ env: env({ PLENUM_PUBLIC_HOST: host }), out, files });
  expect(await provide('one.example')).toEqual({ PLENUM_TLS_CERT: files.cert, PLENUM_TLS_KEY: files.key });
  const first = readFileSync(files.cert, 'utf8');
  await provide('one.example');
  expect(readFileSync(files.cert, 'utf8')).toBe(first);
  await provide('two.example');
  expect(readFileSync(files.cert, 'utf8')).not.toBe(first);
  expect(said).toHaveLength(2);
});

test('a given certificate is passed on, half a pair is refused', async () => {
  generateCertificate(['a.example'], files);
  const given = { PLENUM_TLS_CERT: files.cert, PLENUM_TLS_KEY: files.key };
  expect(await provideCertificate({ env: env(given), out, files })).toEqual(given);
  await expect(provideCertificate({ env: env({ PLENUM_TLS_CERT: files.cert }), out, files })).rejects.toThrow(
    /PLENUM_TLS_KEY is not set/,
  );
  await expect(provideCertificate({ env: env({ ...given, PLENUM_TLS_KEY: '/none' }), out, files })).rejects.toThrow(
    /does not exist/,
  );
});

test('a public host must be plain', async () => {
  await expect(provideCertificate({ env: env({ PLENUM_PUBLIC_HOST: 'https://a.b' }), out, files })).rejects.toThrow(
    /without https/,
  );
});

test('never overwrites a certificate that it did not make', async () => {
  writeFileSync(files.cert, 'mine');
  writeFileSync(files.key, 'mine');
  await expect(provideCertificate({ env: env({ PLENUM_PUBLIC_HOST: 'a.b' }), out, files })).rejects.toThrow(
    /left alone/,
  );
  expect(readFileSync(files.cert, 'utf8')).toBe('mine');
});
