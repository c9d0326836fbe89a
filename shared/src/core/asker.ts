import * as z from 'zod/mini';
import type { AccountId, ApiKeyId, OrganisationId } from './ids.ts';

/** What an API key may be used for. A key has some of these; an account with the same rights needs none. */
export const scopes = [
  'organisationRead',
  'organisationWrite',
  'spaceRead',
  'spaceWrite',
  'meetingRead',
  'webhookManage',
] as const;
export const Scope = z.enum(scopes);
export type Scope = z.infer<typeof Scope>;

/** The sender of a request who is not a member of a room: a signed-in account, or a program with an API key. */
export type Asker =
  | {
      readonly is: 'account';
      readonly account: AccountId;
      readonly name: string;
      readonly email: string;
      /** True when the person has proven that the address is theirs. */
      readonly verified: boolean;
      readonly operator: boolean;
    }
  | { readonly is: 'key'; readonly key: ApiKeyId; readonly organisation: OrganisationId };

/** The asker as stored beside a change, with the network that the request came from. */
export interface Acting {
  readonly asker: Asker;
  /** The network of the request, shortened so that it names no single connection. */
  readonly from: string;
  /** Epoch ms. */
  readonly at: number;
}

/** The prefix of an API key in `Authorization: Bearer`, by which it differs from a seat. */
export const keyPrefix = 'plk_';
