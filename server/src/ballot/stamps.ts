import { createECDH, createHash, ECDH, timingSafeEqual } from 'node:crypto';
import { pointOf } from '@plenum/shared/ballot/papers';
import { Point } from '@plenum/shared/ballot/scheme';

const curve = 'prime256v1';

/** The keys of one ballot. With the secret one papers can be made, not found out whose they are. */
export interface BallotKeys {
  /** 64 hex digits. */
  readonly key: string;
  readonly publicKey: string;
}

/** New keys for one ballot. */
export function createBallotKeys(): BallotKeys {
  const secret = createECDH(curve);
  const publicKey = secret.generateKeys('hex', 'compressed');
  return { key: secret.getPrivateKey('hex').padStart(64, '0'), publicKey };
}

/** True when `text` is a point of the curve, compressed; anything else is no paper to be stamped. */
export function isPoint(text: string): boolean {
  // OpenSSL takes the point at infinity, too, which is shorter.
  if (!Point.safeParse(text).success) return false;
  try {
    ECDH.convertKey(text, curve, 'hex', 'hex', 'compressed');
    return true;
  } catch {
    return false;
  }
}

/**
 * True when a paper with this serial number was stamped with this key: RFC 9497's Evaluate (3.3.1). OpenSSL multiplies,
 * ten times as fast as JavaScript and in a time that tells nothing about the key. It gives `x` alone of the product, so
 * both points above that `x` are tried; only who knows the key can know the output of either.
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
