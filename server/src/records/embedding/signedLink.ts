import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { KeyObject } from 'node:crypto';
import { Slug } from '@plenum/shared/api/space/slug';
import { signingAlgorithms } from '@plenum/shared/api/embedding/contract';
import { AppError } from '@plenum/shared/core/errors';
import { SigningKeyId } from '@plenum/shared/core/ids';
import { DisplayName } from '@plenum/shared/core/text';
import * as z from 'zod/mini';

/** The audience of every signed link, so that a token for something else is none. */
const audience = 'plenum';
/** How far the clocks of two servers may be apart, in seconds. */
const skewSeconds = 60;
/** The longest life of a link, in seconds. */
const longestSeconds = 24 * 3_600;

/** A key, and the one algorithm that it is for. */
export interface LinkKey {
  readonly algorithm: string;
  readonly key: KeyObject | Uint8Array;
}

const Header = z.object({ kid: SigningKeyId, alg: z.enum(signingAlgorithms) });

/** An address to which a page may lead: no script, no file. */
const HttpAddress = z.string().check(
  z.maxLength(1_000),
  z.refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)),
);

/** What a link says. Claims that are not listed are ignored. */
const Claims = z.object({
  /** The address of the space behind `/s/`. */
  space: Slug,
  name: DisplayName,
  role: z.enum(['guest', 'member', 'moderator', 'host']),
  /** The person, as the signing server knows them. */
  sub: z.string().check(z.minLength(1), z.maxLength(128)),
  jti: z.string().check(z.minLength(1), z.maxLength(128)),
  /** How often the link can be used; once when left out. */
  uses: z.optional(z.int().check(z.minimum(1), z.maximum(20))),
  lang: z.optional(z.enum(['en', 'de', 'es'])),
  /** Where the page after the meeting leads. */
  leave: z.optional(HttpAddress),
  iat: z.int(),
  exp: z.int(),
});
export type LinkClaims = z.infer<typeof Claims>;

/**
 * Checks a signed link: its key, signature, times and claims.
 * @param now epoch ms
 * @param findKey the key with this id; undefined for none
 * @throws AppError `forbidden`, with a bound that names what is wrong
 */
export async function checkLink(
  token: string,
  now: number,
  findKey: (id: string) => Promise<LinkKey | undefined>,
): Promise<LinkClaims> {
  const header = z.safeParse(Header, headerOf(token));
  if (!header.success) throw wrong('The header needs `kid`, the id of a signing key, and its `alg`.');
  const key = await findKey(header.data.kid);
  if (!key) throw new AppError('forbidden', 'The key of this link is unknown or revoked.', 'linkKey');
  const payload = await jwtVerify(token, key.key, {
    // The algorithm of the key, never the one that the token wishes.
    algorithms: [key.algorithm],
    audience,
    clockTolerance: skewSeconds,
    currentDate: new Date(now),
    requiredClaims: ['exp', 'iat'],
  }).then(
    (verified) => verified.payload,
    (error: unknown) => {
      if (error instanceof errors.JWTExpired) throw new AppError('forbidden', 'This link has expired.', 'linkExpired');
      throw wrong('Its signature, audience or times are not valid.');
    },
  );
  const claims = z.safeParse(Claims, payload);
  if (!claims.success) throw wrong(`The claim ${claims.error.issues[0]?.path.join('.') ?? ''} does not fit.`);
  const { iat, exp } = claims.data;
  if (iat > now / 1_000 + skewSeconds) {
    throw new AppError('forbidden', 'This link is from the future: a clock is wrong.', 'linkClock');
  }
  if (exp - iat > longestSeconds) throw wrong('It may be valid for 24 hours at most.');
  return claims.data;
}

/** The id of the key in a token that nobody has checked yet; undefined for a one-time entry of this server. */
export function keyIdIn(token: string): string | undefined {
  return z.safeParse(z.object({ kid: SigningKeyId }), headerOf(token)).data?.kid;
}

/** True for a token that another server signed: those of this server name no key. */
export function namesKey(token: string): boolean {
  const header = headerOf(token);
  return typeof header === 'object' && header !== null && 'kid' in header;
}

function headerOf(token: string): unknown {
  try {
    return decodeProtectedHeader(token);
  } catch {
    return undefined;
  }
}

function wrong(why: string): AppError {
  return new AppError('forbidden', `This link is not valid. ${why}`, 'linkWrong');
}
