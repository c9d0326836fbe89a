import { p256_hasher, p256_oprf } from '@noble/curves/nist.js';
import { asciiToBytes, bytesToHex, concatBytes, hexToBytes } from '@noble/curves/utils.js';
import type { Stamp } from './scheme.ts';

// RFC 9497, VOPRF with P256-SHA256. This file only converts between hex digits and bytes; the library runs the
// protocol.

const { voprf } = p256_oprf;

/** The domain separation tag of the standard (RFC 9497, 3.1 and 4.3). */
const pointTag = concatBytes(asciiToBytes('HashToGroup-OPRFV1-'), Uint8Array.of(1), asciiToBytes('-P256-SHA256'));

/** A ballot paper: the right to one ballot. Anybody who has it can cast that ballot. */
export interface Paper {
  /** 64 hex digits, chosen at random by the voter. */
  readonly serial: string;
  /** The server's stamp on that serial number, 64 hex digits. */
  readonly stamp: string;
}

/** A paper before its stamp. `serial` and `blind` stay with the voter; `blinded` reveals nothing about either. */
export interface BlindPaper {
  readonly serial: string;
  readonly blind: string;
  readonly blinded: string;
}

/** A source of random bytes. */
export type Random = (length?: number) => Uint8Array;

/** The voter's first step: chooses and blinds a serial number. */
export function blindPaper(serial: string, random?: Random): BlindPaper {
  const { blind, blinded } = voprf.blind(hexToBytes(serial), random);
  return { serial, blind: bytesToHex(blind), blinded: bytesToHex(blinded) };
}

/** The server's step: stamps a blinded paper and proves that it used the public key of the ballot. */
export function stampPaper(key: string, publicKey: string, blinded: string, random?: Random): Stamp {
  const [secret, open, point] = [hexToBytes(key), hexToBytes(publicKey), hexToBytes(blinded)];
  const { evaluated, proof } = voprf.blindEvaluate(secret, open, point, random);
  return { evaluated: bytesToHex(evaluated), proof: bytesToHex(proof) };
}

/**
 * The voter's second step: checks the proof and removes the blind.
 * @throws when the stamp was not made with the key of
 * `publicKey`, because such a server could tell its voters apart
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

/** Returns the compressed point of a serial number, which the server multiplies by its key to check a cast paper. */
export function pointOf(serial: string): string {
  return p256_hasher.hashToCurve(hexToBytes(serial), { DST: pointTag }).toHex(true);
}
