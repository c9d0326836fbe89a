import * as z from 'zod/mini';

/**
 * The scheme by which ballot papers are stamped: VOPRF of RFC 9497 with P256-SHA256. A ballot says which scheme it was
 * opened under, so that one that is open across an update is not judged by another; without a name it is the first one,
 * which had no proof.
 */
export const scheme = 'voprf1';

export const Hex64 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
/** A point of the curve as SEC 1 writes it, compressed. */
export const Point = z.string().check(z.regex(/^0[23][0-9a-f]{64}$/));

/** What everybody knows of a ballot: every paper of it is stamped with the key that belongs to this public one. */
export const BallotScheme = z.object({ scheme: z.literal(scheme), publicKey: Point });
export type BallotScheme = z.infer<typeof BallotScheme>;

/** What the server makes of a blinded paper, and its proof that it used the key of this ballot. */
export const Stamp = z.object({ evaluated: Point, proof: z.string().check(z.regex(/^[0-9a-f]{128}$/)) });
export type Stamp = z.infer<typeof Stamp>;
