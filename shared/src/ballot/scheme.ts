import * as z from 'zod/mini';

/**
 * The scheme of ballot papers: VOPRF of RFC 9497 with P256-SHA256. A ballot names the scheme under which it was
 * opened, so that an open ballot keeps its scheme through an update. Without a name it is the first scheme, which had
 * no proof.
 */
export const scheme = 'voprf1';

export const Hex64 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
/** A compressed point of the curve, as in SEC 1. */
export const Point = z.string().check(z.regex(/^0[23][0-9a-f]{64}$/));

/** The public part of a ballot: every stamp is made with the key that belongs to this public key. */
export const BallotScheme = z.object({ scheme: z.literal(scheme), publicKey: Point });
export type BallotScheme = z.infer<typeof BallotScheme>;

/** The server's stamp on a blinded paper, and the proof that it was made with the key of this ballot. */
export const Stamp = z.object({ evaluated: Point, proof: z.string().check(z.regex(/^[0-9a-f]{128}$/)) });
export type Stamp = z.infer<typeof Stamp>;
