import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));

/** The organisation in every certificate made here, by which they are told from a person's own. */
export const ourMark = 'Plenum (self-signed)';

/** Where a generated certificate and its key go. */
export const generatedFiles = { cert: join(folder, 'plenum.crt'), key: join(folder, 'plenum.key') };

/** Whether this can be a host in a certificate: a plain name or address, no scheme, port, path or blank. */
export function isHost(host) {
  if (isIP(host)) return true;
  return host.length <= 253 && host.split('.').every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(label));
}

/** The openssl configuration of a self-signed server certificate for the given names and addresses. */
export function opensslConfig(hosts) {
  const names = hosts.map((host) => `${isIP(host) ? 'IP' : 'DNS'}:${host}`);
  return [
    '[req]',
    'prompt = no',
    'distinguished_name = who',
    'x509_extensions = what',
    '[who]',
    `O = ${ourMark}`,
    // A common name holds 64 characters at most; browsers only read the alternative names anyway.
    `CN = ${hosts[0].slice(0, 64)}`,
    '[what]',
    'basicConstraints = critical, CA:FALSE',
    'keyUsage = critical, digitalSignature',
    'extendedKeyUsage = serverAuth',
    `subjectAltName = ${names.join(', ')}`,
    '',
  ].join('\n');
}

/** Makes a new ECDSA P-256 key (mode 0600) and a certificate of 397 days, the most that browsers accept. */
export function generateCertificate(hosts, files = generatedFiles) {
  const temporary = mkdtempSync(join(dirname(files.cert), '.new-'));
  try {
    const [config, cert, key] = ['openssl.cnf', 'cert', 'key'].map((name) => join(temporary, name));
    writeFileSync(config, opensslConfig(hosts));
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-config',
        config,
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-sha256',
        '-nodes',
      ].concat(['-days', '397', '-keyout', key, '-out', cert]),
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    chmodSync(key, 0o600);
    chmodSync(cert, 0o644);
    renameSync(key, files.key);
    renameSync(cert, files.cert);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return files;
}

function main(hosts) {
  const wrong = hosts.find((host) => !isHost(host));
  if (wrong !== undefined) process.stderr.write(`✗ "${wrong}" is neither a plain host name nor an IP address.\n`);
  if (hosts.length === 0 || wrong !== undefined) {
    process.stderr.write('Usage: node certs/generate.mjs <host name or IP address> [more …]\n');
    return 1;
  }
  const { cert, key } = generateCertificate(hosts);
  process.stdout.write(`✓ Certificate for ${hosts.join(', ')}: ${cert}\n  Key, keep it to yourself: ${key}\n`);
  return 0;
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = main(process.argv.slice(2));
}
