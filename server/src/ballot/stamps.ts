import { createECDH, createHash, ECDH, timingSafeEqual } from 'node:crypto';
import { pointOf } from '@plenum/shared/ballot/papers';
import { Point } from '@plenum/shared/ballot/scheme';

const curve = 'prime256v1';

/** The keys of one ballot. The secret key makes papers valid; it does not reveal whose they are. */
export interface BallotKeys {
  /** 64 hex digits. */
  readonly key: string;
  readonly publicKey: string;
}

/** Creates the keys for one ballot. */
export function createBallotKeys(): BallotKeys {
  const secret = createECDH(curve);
  const publicKey = secret.generateKeys('hex', 'compressed');
  return { key: secret.getPrivateKey('hex').padStart(64, '0'), publicKey };
}

/**
 * Whether `text` is a compressed point of the curve. Other text is refused, because a stamp on it could leak the key.
 */
export function isPoint(text: string): boolean {
  // OpenSSL also accepts the point at infinity, which is shorter.
  if (!Point.safeParse(text).success) return false;
  try {
    ECDH.convertKey(text, curve, 'hex', 'hex', 'compressed');
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether a paper with this serial number was stamped with this key: Evaluate of RFC 9497 (3.3.1). OpenSSL multiplies
 * ten times as fast as JavaScript, in a time that does not depend on the key. It returns only the `x` of the product,
 * so both points with that `x` are tried; without the key, nobody can compute the output of either.
 */
export function isStamped(key: string, serial: string, stamp: string): boolean {
  const secret = createECDH(curve);
  secret.setPrivateKey(key, 'hex');
  const x = secret.computeSecret(pointOf(serial), 'hex', 'hex').padStart(64, '0');
  const given = Buffer.from(stamp, 'hex');
  return [`02${x}`, `03${x}`].map((issued) => timingSafeEqual(outputOf(serial, issued), given)).includes(true);
}

function outputOf(serial: string, issued: string): Buffer {
  return createHash('sha256').update(withLength(serial)).update(withLength(issued)).update('Finalize').digest();
}

function withLength(hex: string): Buffer {
  const bytes = Buffer.from(hex, 'hex');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
