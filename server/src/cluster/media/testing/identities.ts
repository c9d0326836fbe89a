import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NodeIdentity } from '../wire/TlsChannel.ts';

/** A certificate authority of a test, in a folder of its own. */
export interface TestAuthority {
  readonly folder: string;
  /** Makes a node's key and certificate; `name.key`, `name.crt` and `ca.crt` are in the folder. */
  readonly issue: (name: string) => NodeIdentity;
  readonly remove: () => void;
}

export function createAuthority(): TestAuthority {
  const folder = mkdtempSync(join(tmpdir(), 'plenum-authority-'));
  const openssl = (...args: string[]): void =>
    void execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '2', '-subj', '/CN=authority');
  writeFileSync(join(folder, 'node.ext'), 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n');
  return {
    folder,
    issue: (name) => {
      openssl('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
      openssl(
        ...`x509 -req -in ${name}.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out ${name}.crt -days 2 -extfile node.ext`.split(
          ' ',
        ),
      );
      const read = (file: string): Buffer => readFileSync(join(folder, file));
      return { key: read(`${name}.key`), cert: read(`${name}.crt`), ca: read('ca.crt') };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
