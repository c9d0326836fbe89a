import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * The facts about a certificate and its key for a host: { covers, keyMatches, daysLeft, subject }, or { problem } in a few
 * words when a file cannot be read or parsed.
 */
export function inspectCertificate({ cert, key, host, now = Date.now() }) {
  const read = (path) => {
    try {
      return readFileSync(path);
    } catch (error) {
      throw new Error(`${path} cannot be read (${error.code})`, { cause: error });
    }
  };
  const parse = (path, make) => {
    const text = read(path);
    try {
      return make(text);
    } catch (error) {
      throw new Error(`${path} is not in PEM format`, { cause: error });
    }
  };
  try {
    const certificate = parse(cert, (text) => new X509Certificate(text));
    const privateKey = parse(key, (text) => createPrivateKey(text));
    return {
      covers: coversHost(certificate, host),
      keyMatches: certificate.checkPrivateKey(privateKey),
      daysLeft: Math.floor((Date.parse(certificate.validTo) - now) / dayMs),
      subject: certificate.subject,
    };
  } catch (error) {
    return { problem: error.message };
  }
}

/** Whether a browser would accept the certificate for this name or address. */
export function coversHost(certificate, host) {
  if (isIP(host)) return certificate.checkIP(host) !== undefined;
  // Browsers ignore the common name, so this does too.
  return certificate.checkHost(host, { subject: 'never' }) !== undefined;
}
