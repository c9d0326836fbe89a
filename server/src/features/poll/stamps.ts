import { createECDH, createHash, type ECDH, timingSafeEqual } from 'node:crypto';
import { AppError } from '@plenum/shared/core/errors';
import { pointSeed } from '@plenum/shared/features/poll/papers';

/** One secret number for each ballot, 64 hex digits. Who knows it can make papers, not find out whose they are. */
export function createStampKey(): string {
  const secret = createECDH('prime256v1');
  secret.generateKeys();
  return secret.getPrivateKey('hex').padStart(64, '0');
}

/** Stamps a blinded point. @throws AppError `invalid` when it is no point of the curve */
export function stamp(key: string, blinded: string): string {
  const stamped = multiplied(stampOf(key), blinded);
  if (stamped === undefined) throw new AppError('invalid', 'This is no ballot paper.');
  return stamped;
}

/** True when this server has stamped a paper with this serial number for this ballot. */
export function isStamped(key: string, poll: string, serial: string, given: string): boolean {
  const secret = stampOf(key);
  for (let attempt = 0; ; attempt += 1) {
    const x = createHash('sha256')
      .update(pointSeed(poll, serial, attempt))
      .digest('hex');
    const expected = multiplied(secret, `02${x}`);
    if (expected !== undefined) return timingSafeEqual(Buffer.from(expected), Buffer.from(given));
  }
}

function stampOf(key: string): ECDH {
  const secret = createECDH('prime256v1');
  secret.setPrivateKey(key, 'hex');
  return secret;
}

/** The point times the key, its `x` alone; OpenSSL takes the same time for every key. */
function multiplied(secret: ECDH, point: string): string | undefined {
  try {
    return secret.computeSecret(point, 'hex', 'hex').padStart(64, '0');
  } catch {
    return undefined;
  }
}
