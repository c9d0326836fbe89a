import { availableParallelism, cpus } from 'node:os';
import { StopError } from '../support/StopError.mjs';

/** The settings about addresses and ports, read as the server reads them. */
export function readSettings(env) {
  const cores = availableParallelism?.() ?? cpus().length;
  const settings = {
    host: env.PLENUM_HOST || '127.0.0.1',
    port: readNumber(env, 'PLENUM_PORT', { fallback: 4443, max: 65_535 }),
    publicHost: env.PLENUM_PUBLIC_HOST || undefined,
    rtcPort: readNumber(env, 'PLENUM_RTC_PORT', { fallback: 44_400, max: 65_535 }),
    workers: readNumber(env, 'PLENUM_WORKERS', { fallback: cores, max: 256 }),
  };
  return { ...settings, secure: Boolean(settings.publicHost || env.PLENUM_TLS_CERT) };
}

function readNumber(env, name, { fallback, max }) {
  const text = env[name];
  if (!text) return fallback;
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= max) return number;
  throw new StopError(`${name} is "${text}"; it must be a whole number from 1 to ${max}.`);
}
