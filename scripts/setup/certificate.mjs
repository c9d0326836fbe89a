import { existsSync } from 'node:fs';
import { generateCertificate, generatedFiles, isHost, ourMark } from '../../certs/generate.mjs';
import { inspectCertificate } from '../support/certificates.mjs';
import { fromSetting } from '../support/paths.mjs';
import { findProgram } from '../support/programs.mjs';
import { StopError } from '../support/StopError.mjs';
import { ensurePackages } from './packages.mjs';

const renewDays = 14;

/**
 * Which certificate the server shall use: none without PLENUM_PUBLIC_HOST, else the given one, else a generated one.
 * Resolves to the variables to hand to the server.
 */
export async function provideCertificate({ env, out, files = generatedFiles }) {
  const host = env.PLENUM_PUBLIC_HOST;
  if (env.PLENUM_TLS_CERT || env.PLENUM_TLS_KEY) return requireGiven(env);
  if (!host) return {};
  if (!isHost(host)) {
    throw new StopError(
      `PLENUM_PUBLIC_HOST is "${host}"; it must be a plain host name or IP address, without https://, port or path.`,
    );
  }
  if (needsNew(files, host)) {
    if (!findProgram('openssl', env)) await ensurePackages(['openssl'], { purpose: 'make a certificate', out });
    generate(files, host);
    out.say(`✓ Made a self-signed certificate for ${host}; browsers will warn about it (see certs/README.md)`);
  }
  return { PLENUM_TLS_CERT: files.cert, PLENUM_TLS_KEY: files.key };
}

function requireGiven(env) {
  for (const name of ['PLENUM_TLS_CERT', 'PLENUM_TLS_KEY']) {
    const path = env[name];
    if (!path)
      throw new StopError(`${name} is not set, but its partner is. Set both, or neither for a self-signed one.`);
    if (!existsSync(fromSetting(path))) {
      throw new StopError(
        `${name} is ${path}, which does not exist or may not be seen by this user. Correct it or remove it.`,
      );
    }
  }
  return { PLENUM_TLS_CERT: fromSetting(env.PLENUM_TLS_CERT), PLENUM_TLS_KEY: fromSetting(env.PLENUM_TLS_KEY) };
}

function needsNew(files, host) {
  if (!existsSync(files.cert) || !existsSync(files.key)) return true;
  const found = inspectCertificate({ ...files, host });
  if (!found.problem && found.covers && found.keyMatches && found.daysLeft >= renewDays) return false;
  if (!found.problem && found.subject.includes(ourMark)) return true;
  throw new StopError(
    `${files.cert} does not suit ${host} and was not made by Plenum, so it is left alone. ` +
      `Move it away, or name it in PLENUM_TLS_CERT and PLENUM_TLS_KEY.`,
  );
}

function generate(files, host) {
  try {
    generateCertificate([host], files);
  } catch (error) {
    const reason = String(error.stderr || error.code || error.message)
      .trim()
      .split('\n')[0];
    throw new StopError(
      `The certificate could not be made (${reason}). Give one in PLENUM_TLS_CERT and PLENUM_TLS_KEY.`,
    );
  }
}
