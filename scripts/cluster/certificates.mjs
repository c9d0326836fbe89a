import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const days = '397';

/**
 * Makes the certificates of a cluster on one machine: an authority, and one certificate for each name, good for loopback, with
 * which a program is server and client. Returns the authority's path and a function from a name to { cert, key }.
 */
export function makeCertificates(folder, names) {
  const at = (name) => join(folder, name);
  const ca = { cert: at('ca.crt'), key: at('ca.key') };
  const authority = ['basicConstraints = critical, CA:TRUE', 'keyUsage = critical, keyCertSign'];
  openssl(folder, 'Plenum trial cluster', authority, { files: ca });
  for (const name of names) {
    const uses = [
      'basicConstraints = critical, CA:FALSE',
      'keyUsage = critical, digitalSignature',
      'extendedKeyUsage = serverAuth, clientAuth',
      `subjectAltName = DNS:localhost, DNS:${name}, IP:127.0.0.1`,
    ];
    openssl(folder, name, uses, { files: { cert: at(`${name}.crt`), key: at(`${name}.key`) }, by: ca });
  }
  return { ca: ca.cert, of: (name) => ({ cert: at(`${name}.crt`), key: at(`${name}.key`) }) };
}

function openssl(folder, name, extensions, { files: { cert, key }, by }) {
  const config = join(folder, 'openssl.cnf');
  const who = ['[req]', 'prompt = no', 'distinguished_name = who', 'x509_extensions = what', '[who]', `CN = ${name}`];
  writeFileSync(config, [...who, '[what]', ...extensions, ''].join('\n'));
  const signed = by ? ['-CA', by.cert, '-CAkey', by.key] : [];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-sha256', '-nodes', '-days', days];
  const args = ['req', '-x509', '-config', config, ...curve, ...signed, '-keyout', key, '-out', cert];
  execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  chmodSync(key, 0o600);
}
