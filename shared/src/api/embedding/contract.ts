import * as z from 'zod/mini';
import { endpoint, perMinute, signedIn } from '../../core/endpoint.ts';
import { LtiPlatformId, OrganisationId, SigningKeyId, SpaceId } from '../../core/ids.ts';
import { RoomTitle } from '../../core/text.ts';
import { WebOrigin } from './origin.ts';

/** HS256 has a secret that both sides know; for the others the signing server keeps its private key to itself. */
export const signingAlgorithms = ['HS256', 'ES256', 'EdDSA'] as const;
export const SigningAlgorithm = z.enum(signingAlgorithms);
export type SigningAlgorithm = z.infer<typeof SigningAlgorithm>;

/** The most sites of an organisation, and the most spaces that a key names. */
export const mostOrigins = 20;
const mostSpaces = 100;

const organisation = { organisation: OrganisationId };
const reading = { address: [perMinute(1_200)], person: perMinute(240) };
const writing = { address: [perMinute(600)], person: perMinute(60) };
const done = z.object({});

/** A key with which another server signs links into the spaces of an organisation. */
export const SigningKey = z.object({
  id: SigningKeyId,
  name: z.string(),
  algorithm: SigningAlgorithm,
  /** The spaces into which its links lead; absent for all of the organisation. */
  spaces: z.optional(z.array(SpaceId)),
  /** Epoch ms. */
  createdAt: z.number(),
});
export type SigningKey = z.infer<typeof SigningKey>;

/** An address of a platform: https, and http on this very computer only. */
const Address = z
  .string()
  .check(
    z.maxLength(500),
    z.regex(/^(?:https:\/\/|http:\/\/(?:localhost|127\.0\.0\.1)[:/])[\w.:-]+(?:\/[\w./%~:@!$&*+,=?-]*)?$/),
  );
const Word = z.string().check(z.regex(/^[\x21-\x7e]{1,255}$/));

/** What a learning platform says of itself when a tool is registered there. */
export const LtiPlatformInput = z.strictObject({
  name: RoomTitle,
  /** The issuer of its tokens, `https://moodle.example`. */
  issuer: Word,
  clientId: Word,
  deployments: z.array(Word).check(z.minLength(1), z.maxLength(20)),
  /** Where its public keys are. */
  keysUrl: Address,
  /** Where a person is sent to be signed in. */
  signInUrl: Address,
});
export type LtiPlatformInput = z.infer<typeof LtiPlatformInput>;

export const LtiPlatform = z.object({
  ...LtiPlatformInput.shape,
  id: LtiPlatformId,
  /** Epoch ms. */
  createdAt: z.number(),
  /** Registered when all platforms had one address, `/lti/login`: it may send its people there or to the organisation's own. */
  sharedAddress: z.boolean(),
});
export type LtiPlatform = z.infer<typeof LtiPlatform>;

export const readEmbedding = endpoint({
  name: 'embedding:read',
  summary:
    'Returns the signing keys and learning platforms of an organisation, and the sites that may show its meetings.',
  method: 'GET',
  path: '/organisations/:organisation/embedding',
  who: signedIn,
  limit: reading,
  params: organisation,
  output: z.object({
    keys: z.array(SigningKey),
    origins: z.array(z.string()),
    platforms: z.array(LtiPlatform),
  }),
  errors: ['unavailable'],
});

export const createSigningKey = endpoint({
  name: 'embedding:createKey',
  summary: 'Makes a signing key. Without a public key the answer shows its secret, and no other answer ever does.',
  method: 'POST',
  path: '/organisations/:organisation/signing-keys',
  who: signedIn,
  limit: writing,
  params: organisation,
  input: z.strictObject({
    name: RoomTitle,
    spaces: z.optional(z.array(SpaceId).check(z.minLength(1), z.maxLength(mostSpaces))),
    /** An Ed25519 or P-256 key in PEM; absent: HS256. */
    publicKey: z.optional(z.string().check(z.minLength(1), z.maxLength(1_000))),
  }),
  output: z.object({ ...SigningKey.shape, secret: z.optional(z.string()) }),
  status: 201,
  errors: ['full', 'notFound', 'unavailable'],
});

export const revokeSigningKey = endpoint({
  name: 'embedding:revokeKey',
  summary: 'Revokes a signing key: the next use of a link that it signed is refused.',
  method: 'DELETE',
  path: '/organisations/:organisation/signing-keys/:key',
  who: signedIn,
  limit: writing,
  params: { ...organisation, key: SigningKeyId },
  output: done,
  errors: ['unavailable'],
});

export const addPlatform = endpoint({
  name: 'embedding:addPlatform',
  summary: 'Registers a learning platform, whose courses then have meetings by LTI 1.3.',
  method: 'POST',
  path: '/organisations/:organisation/lti-platforms',
  who: signedIn,
  limit: writing,
  params: organisation,
  input: LtiPlatformInput,
  output: LtiPlatform,
  status: 201,
  errors: ['conflict', 'full', 'unavailable'],
});

export const removePlatform = endpoint({
  name: 'embedding:removePlatform',
  summary: 'Removes a learning platform. The spaces of its courses stay, and its links lead nowhere.',
  method: 'DELETE',
  path: '/organisations/:organisation/lti-platforms/:platform',
  who: signedIn,
  limit: writing,
  params: { ...organisation, platform: LtiPlatformId },
  output: done,
  errors: ['unavailable'],
});

export const setOrigins = endpoint({
  name: 'embedding:setOrigins',
  summary: 'Sets the sites that may show the meetings of an organisation in a frame; none at the beginning.',
  method: 'PUT',
  path: '/organisations/:organisation/origins',
  who: signedIn,
  limit: writing,
  params: organisation,
  input: z.strictObject({ origins: z.array(WebOrigin).check(z.maxLength(mostOrigins)) }),
  output: z.object({ origins: z.array(z.string()) }),
  errors: ['unavailable'],
});
