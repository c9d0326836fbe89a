import { createHash, timingSafeEqual } from 'node:crypto';

/** The hash functions of checksums, by the length of their hex text. */
const byLength = { 40: 'sha1', 64: 'sha256', 96: 'sha384', 128: 'sha512' } as const;

export const checksumAlgorithms = Object.values(byLength);
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

/** A shared secret, and whose it is. */
export interface SharedSecret {
  /** The organisation; the empty text for the secret of the whole server. */
  readonly owner: string;
  readonly secret: string;
}

interface Signed {
  readonly call: string;
  /** The raw query without the checksum. */
  readonly query: string;
  readonly checksum: string | undefined;
}

/**
 * Finds the secret with which a request was signed. Each secret is tried, and each digest is compared in constant time, so that the
 * duration tells neither how much of a checksum is right nor whose it is.
 * @returns undefined for a missing or wrong checksum, and one of a hash function that is not allowed
 */
export function signerOf(
  { call, query, checksum = '' }: Signed,
  secrets: readonly SharedSecret[],
  allowed: readonly ChecksumAlgorithm[],
): SharedSecret | undefined {
  const algorithm = Object.entries(byLength).find(([length]) => Number(length) === checksum.length)?.[1];
  if (!algorithm || !allowed.includes(algorithm) || !/^[0-9a-f]+$/i.test(checksum)) return undefined;
  const given = Buffer.from(checksum, 'hex');
  let found: SharedSecret | undefined;
  for (const one of secrets) {
    // An empty secret would sign for everybody.
    if (one.secret === '') continue;
    const digest = createHash(algorithm).update(call).update(query).update(one.secret).digest();
    if (timingSafeEqual(digest, given)) found ??= one;
  }
  return found;
}
