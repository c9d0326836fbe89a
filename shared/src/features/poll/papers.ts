import { inverse, multiply, order, type Point, pointAt } from './curve.ts';

/**
 * Ballot papers, blindly stamped. A voter picks a serial number, turns it into a point of a curve, and has the server
 * stamp that point under a secret factor that only the voter knows; taking the factor off again leaves the stamp of the
 * serial number. The server can tell that a stamp is its own but not whom it gave it to: whatever it saw when it stamped
 * fits every paper equally well. This half runs at the voter's; the server's is `features/poll/stamps.ts`.
 */
export interface Paper {
  /** 64 hex digits, chosen at random by the voter. */
  readonly serial: string;
  /** The server's stamp on that serial number, 64 hex digits. */
  readonly stamp: string;
}

/** SHA-256 of an ASCII text as 64 hex digits: `crypto.subtle` in browsers, which has no synchronous one. */
export type Sha256 = (text: string) => Promise<string>;

/** Crockford's: none looks like another. */
const codeLetters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What is hashed to find the point of a serial number, on the `attempt`th try: every second `x` has no point. */
export function pointSeed(poll: string, serial: string, attempt: number): string {
  return `plenum ballot paper, ${poll}, ${serial}, ${attempt}`;
}

/** Secret and only the voter's: 64 random hex digits. The same factor must be given when the stamp comes back. */
export interface Blinding {
  readonly serial: string;
  readonly factor: string;
}

/** What the voter sends to be stamped: 66 hex digits that tell nothing about the serial number. */
export async function blind(poll: string, { serial, factor }: Blinding, sha256: Sha256): Promise<string> {
  const point = multiply(await pointOf(poll, serial, sha256), scalar(factor));
  if (!point) throw new Error('Another factor is needed.');
  return (point.y & 1n ? '03' : '02') + hex(point.x);
}

/** Takes the factor off what the server answered. @throws when the answer is no point of the curve */
export function unblind(stamped: string, { serial, factor }: Blinding): Paper {
  // Of the point the server sends `x` alone; the other point above it would end at the same `x`.
  const point = multiply(pointAt(BigInt(`0x${stamped}`)), inverse(scalar(factor), order));
  if (!point) throw new Error('This is no stamp.');
  return { serial, stamp: hex(point.x) };
}

/** A receipt code from 20 random bytes, as the contract wants it. */
export function receiptCode(random: Uint8Array): string {
  const letters = Array.from(random, (byte) => codeLetters[byte % codeLetters.length]).join('');
  return [0, 4, 8, 12, 16].map((start) => letters.slice(start, start + 4)).join('-');
}

async function pointOf(poll: string, serial: string, sha256: Sha256): Promise<Point> {
  for (let attempt = 0; ; attempt += 1) {
    const point = pointAt(BigInt(`0x${await sha256(pointSeed(poll, serial, attempt))}`));
    if (point) return point;
  }
}

function scalar(factor: string): bigint {
  const value = BigInt(`0x${factor}`) % order;
  return value === 0n ? 1n : value;
}

function hex(value: bigint): string {
  return value.toString(16).padStart(64, '0');
}
