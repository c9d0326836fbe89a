import { existsSync } from 'node:fs';
import { generatedFiles } from '../../certs/generate.mjs';
import { inspectCertificate } from '../support/certificates.mjs';
import { fromSetting } from '../support/paths.mjs';
import { failure, fine, warning } from './finding.mjs';

/** Checks the certificate for https: readable, with a matching key, for this host, and not about to expire. */
export function checkCertificate({ env, settings }) {
  const { PLENUM_TLS_CERT: cert, PLENUM_TLS_KEY: key } = env;
  if (!cert !== !key) {
    return failure(
      'Only one of PLENUM_TLS_CERT and PLENUM_TLS_KEY is set',
      'Set both, or neither for a self-signed certificate.',
    );
  }
  const host = settings.publicHost;
  if (!host && !cert) return fine('No certificate needed: plain http on this machine');
  if (!cert && !existsSync(generatedFiles.cert)) {
    return warning(
      `No certificate for ${host} yet`,
      'npm start makes a self-signed one; give your own by PLENUM_TLS_CERT and PLENUM_TLS_KEY.',
    );
  }
  const files = cert ? { cert: fromSetting(cert), key: fromSetting(key) } : generatedFiles;
  const replacement = cert
    ? 'Get a new one and name it in PLENUM_TLS_CERT and PLENUM_TLS_KEY.'
    : 'npm start makes a new one.';
  return judge({
    ...inspectCertificate({ ...files, host: host ?? '' }),
    host,
    path: files.cert,
    replacement,
    own: Boolean(cert),
  });
}

/** Turns an inspected certificate into a finding. */
export function judge({ problem, covers, keyMatches, daysLeft, host, path, replacement, own }) {
  if (problem) return failure(`The certificate is of no use: ${problem}`, replacement);
  if (!keyMatches) return failure(`The key does not belong to the certificate ${path}`, replacement);
  if (daysLeft < 0) return failure(`The certificate ${path} has run out`, replacement);
  if (host && !covers) return failure(`The certificate ${path} is not for ${host}`, replacement);
  if (daysLeft < 14) return warning(`The certificate ${path} has only ${daysLeft} days left`, replacement);
  if (!own) {
    return warning(
      `The certificate for ${host} is self-signed (${daysLeft} days left)`,
      'Browsers warn about it; for guests give one by PLENUM_TLS_CERT and PLENUM_TLS_KEY.',
    );
  }
  return fine(`The certificate${host ? ` for ${host}` : ''} has ${daysLeft} days left`);
}
