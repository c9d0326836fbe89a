import * as z from 'zod/mini';
import { anyone, endpoint, perMinute, signedIn } from '../../core/endpoint.ts';
import { FileId, OrganisationId } from '../../core/ids.ts';

/** The largest logo: in bytes, and in pixels of its longer side. */
export const logoBounds = { bytes: 256 * 1024, side: 2_000 } as const;

const organisation = { organisation: OrganisationId };
const limit = { address: [perMinute(240)], person: perMinute(30) };

export const setLogo = endpoint({
  name: 'organisation:setLogo',
  summary: 'Gives an organisation a logo: a picture that browsers show and that cannot run code.',
  method: 'PUT',
  path: '/organisations/:organisation/logo',
  who: signedIn,
  limit,
  params: organisation,
  body: 'bytes',
  mostBytes: logoBounds.bytes,
  output: z.object({
    logo: z.optional(FileId),
    /** `picture`: not a PNG, JPEG, GIF, WebP or AVIF, or more pixels than allowed. */
    refused: z.optional(z.enum(['picture'])),
  }),
  errors: ['unavailable'],
});

export const removeLogo = endpoint({
  name: 'organisation:removeLogo',
  summary: 'Takes the logo of an organisation away.',
  method: 'DELETE',
  path: '/organisations/:organisation/logo',
  who: signedIn,
  limit,
  params: organisation,
  output: z.object({}),
  errors: ['unavailable'],
});

export const readLogo = endpoint({
  name: 'organisation:logo',
  summary: 'Returns a logo, for the page before a meeting. Its id is known to people with the link of a space.',
  method: 'GET',
  path: '/logos/:logo',
  who: anyone,
  limit: { address: [perMinute(1_200)] },
  params: { logo: FileId },
  answer: 'bytes',
  errors: ['notFound', 'unavailable'],
});
