import * as z from 'zod/mini';

/** The letters of the random end of a slug: no two look alike. */
const letters = '23456789abcdefghjkmnpqrstuvwxyz0';
/** 40 bits: together with the rate of misses of an address, slugs cannot be guessed. */
const randomLength = 8;

/** Words that are, or may become, addresses of this server or sound like it. */
export const reservedSlugs = [
  'about',
  'account',
  'accounts',
  'admin',
  'api',
  'app',
  'assets',
  'calendar',
  'help',
  'home',
  'imprint',
  'login',
  'logout',
  'meeting',
  'meetings',
  'new',
  'operator',
  'organisation',
  'organisations',
  'owner',
  'plenum',
  'privacy',
  'root',
  'security',
  'server',
  'settings',
  'sign-in',
  'sign-up',
  'space',
  'spaces',
  'status',
  'support',
  'system',
  'terms',
  'www',
] as const;

/** The part of a space's address after `/s/`: 3 to 40 small letters, digits and single hyphens. */
export const Slug = z
  .string()
  .check(
    z.minLength(3),
    z.maxLength(40),
    z.regex(/^[a-z0-9](?:-?[a-z0-9])+$/, 'An address has small letters, digits and single hyphens.'),
  );
export type Slug = z.infer<typeof Slug>;

/** A slug that a person chooses: no reserved word. */
export const ChosenSlug = Slug.check(
  z.refine((slug) => !reservedSlugs.some((word) => word === slug), 'This address is reserved. Choose another one.'),
);

/**
 * A slug of a title, with a random end.
 * @param bytes at least 8 random bytes
 */
export function slugOf(title: string, bytes: Uint8Array): Slug {
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 24)
    .replaceAll(/^-+|-+$/g, '');
  const end = [...bytes.subarray(0, randomLength)].map((byte) => letters[byte % letters.length]).join('');
  return `${words === '' ? 'space' : words}-${end}`;
}
