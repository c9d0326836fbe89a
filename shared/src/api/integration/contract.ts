import * as z from 'zod/mini';
import { endpoint, perMinute, signedIn } from '../../core/endpoint.ts';
import { BbbSecretId, OrganisationId } from '../../core/ids.ts';
import { RoomTitle } from '../../core/text.ts';

/** A secret with which a program uses BigBlueButton's API for an organisation. */
export const BbbSecret = z.object({
  id: BbbSecretId,
  name: z.string(),
  /** Epoch ms. */
  createdAt: z.number(),
});
export type BbbSecret = z.infer<typeof BbbSecret>;

const reading = { address: [perMinute(1_200)], person: perMinute(240) };
const writing = { address: [perMinute(600)], person: perMinute(60) };
const organisation = { organisation: OrganisationId };

export const createBbbSecret = endpoint({
  name: 'organisation:createBbbSecret',
  summary: 'Makes a secret of the BigBlueButton API. The answer shows the secret, and no other answer ever does.',
  method: 'POST',
  path: '/organisations/:organisation/bbb-secrets',
  who: signedIn,
  limit: writing,
  params: organisation,
  input: z.strictObject({ name: RoomTitle }),
  output: z.object({ ...BbbSecret.shape, secret: z.string() }),
  status: 201,
  errors: ['full', 'unavailable'],
});

export const listBbbSecrets = endpoint({
  name: 'organisation:bbbSecrets',
  summary: 'Returns the secrets of the BigBlueButton API of an organisation, by their names.',
  method: 'GET',
  path: '/organisations/:organisation/bbb-secrets',
  who: signedIn,
  limit: reading,
  params: organisation,
  output: z.object({ secrets: z.array(BbbSecret) }),
  errors: ['unavailable'],
});

export const revokeBbbSecret = endpoint({
  name: 'organisation:revokeBbbSecret',
  summary: 'Revokes a secret of the BigBlueButton API: the next request with it is refused.',
  method: 'DELETE',
  path: '/organisations/:organisation/bbb-secrets/:secret',
  who: signedIn,
  limit: writing,
  params: { ...organisation, secret: BbbSecretId },
  output: z.object({}),
  errors: ['unavailable'],
});
