import { p256_hasher, p256_oprf } from '@noble/curves/nist.js';
import { asciiToBytes, bytesToHex, concatBytes, hexToBytes } from '@noble/curves/utils.js';
import type { Stamp } from './scheme.ts';

// RFC 9497, VOPRF with P256-SHA256. This file only turns hex digits into bytes and back: the protocol is the library's.

const { voprf } = p256_oprf;

/** How the standard keeps points of papers apart from points of anything else (RFC 9497, 3.1 and 4.3). */
const pointTag = concatBytes(asciiToBytes('HashToGroup-OPRFV1-'), Uint8Array.of(1), asciiToBytes('-P256-SHA256'));

/** A ballot paper: the right to one ballot. Whoever has it can cast it. */
export interface Paper {
  /** 64 hex digits, chosen at random by the voter. */
  readonly serial: string;
  /** The server's stamp on that serial number, 64 hex digits. */
  readonly stamp: string;
}

/** A paper on its way to be stamped. `serial` and `blind` stay with the voter; `blinded` tells nothing about either. */
export interface BlindPaper {
  readonly serial: string;
  readonly blind: string;
  readonly blinded: string;
}

/** What gives random bytes. */
export type Random = (length?: number) => Uint8Array;

/** The voter's first step: hides a serial number. */
export function blindPaper(serial: string, random?: Random): BlindPaper {
  const { blind, blinded } = voprf.blind(hexToBytes(serial), random);
  return { serial, blind: bytesToHex(blind), blinded: bytesToHex(blinded) };
}

/** The server's step: stamps what it cannot read, and proves that it did so with the key that everybody was told of. */
export function stampPaper(key: string, publicKey: string, blinded: string, random?: Random): Stamp {
  const [secret, open, point] = [hexToBytes(key), hexToBytes(publicKey), hexToBytes(blinded)];
  const { evaluated, proof } = voprf.blindEvaluate(secret, open, point, random);
  return { evaluated: bytesToHex(evaluated), proof: bytesToHex(proof) };
}

/**
 * The voter's second step: checks the proof and takes the blinding off.
 * @throws when the stamp was not made with the key of `publicKey`: that server could tell its voters apart
 */
export function openPaper({ serial, blind, blinded }: BlindPaper, stamp: Stamp, publicKey: string): Paper {
  const output = voprf.finalize(
    hexToBytes(serial),
    hexToBytes(blind),
    hexToBytes(stamp.evaluated),
    hexToBytes(blinded),
    hexToBytes(publicKey),
    hexToBytes(stamp.proof),
  );
  return { serial, stamp: bytesToHex(output) };
}

/** The point of a serial number, compressed: what the server multiplies by its key to check a paper that is cast. */
export function pointOf(serial: string): string {
  return p256_hasher.hashToCurve(hexToBytes(serial), { DST: pointTag }).toHex(true);
}
