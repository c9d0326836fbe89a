import { expect, test } from 'vitest';
import { sourceLines } from './workerSrtp.mjs';

const policy = `libsrtp2-dev:
  Installed: 2.5.0-3
  Candidate: 2.5.0-3
  Version table:
 *** 2.5.0-3 500
        500 http://deb.debian.org/debian bookworm/main amd64 Packages
        500 http://deb.debian.org/debian-security bookworm-security/main amd64 Packages
        100 /var/lib/dpkg/status
`;

test('finds the sources beside the packages of this system', () => {
  expect(sourceLines(policy)).toEqual([
    'deb-src http://deb.debian.org/debian bookworm main',
    'deb-src http://deb.debian.org/debian-security bookworm-security main',
  ]);
  expect(sourceLines('libsrtp2-dev:\n  Installed: (none)\n  Version table:\n')).toEqual([]);
});
