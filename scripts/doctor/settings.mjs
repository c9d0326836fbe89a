import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { StopError } from '../support/StopError.mjs';

/** The settings about addresses and ports, with the defaults of server/src/environment.ts. */
export function readSettings(env) {
  const cores = availableParallelism?.() ?? cpus().length;
  const publicHost = env.PLENUM_PUBLIC_HOST || undefined;
  return {
    publicHost,
    host: env.PLENUM_HOST || (publicHost ? '0.0.0.0' : '127.0.0.1'),
    port: readNumber(env, 'PLENUM_PORT', { fallback: 4443, max: 65_535 }),
    announced: env.PLENUM_ANNOUNCED_ADDRESS || publicHost,
    rtcAddress: publicHost ? '0.0.0.0' : '127.0.0.1',
    rtcPort: readNumber(env, 'PLENUM_RTC_PORT', { fallback: 44_400, max: 65_000 }),
    relayUrls: (env.PLENUM_TURN_URL || '').split(',').flatMap((url) => url.trim() || []),
    relaySecret: env.PLENUM_TURN_SECRET || secretIn(env.PLENUM_TURN_SECRET_FILE),
    workers: readNumber(env, 'PLENUM_WORKERS', { fallback: Math.min(cores, 16), max: 64 }),
    secure: Boolean(publicHost || env.PLENUM_TLS_CERT),
  };
}

/** The secret in a file, as server/src/secretFiles.ts reads it; undefined without a file. */
function secretIn(path) {
  if (!path) return undefined;
  try {
    return readFileSync(path, 'utf8').trim() || undefined;
  } catch {
    throw new StopError(
      `PLENUM_TURN_SECRET_FILE is ${path}, which cannot be read. Give this user the right to read it.`,
    );
  }
}

function readNumber(env, name, { fallback, max }) {
  const text = env[name];
  if (!text) return fallback;
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= max) return number;
  throw new StopError(`${name} is "${text}"; it must be a whole number from 1 to ${max}.`);
}
