import * as account from '@plenum/shared/api/account/ownContract';
import * as clients from '@plenum/shared/api/operator/clientContract';
import * as operator from '@plenum/shared/api/operator/contract';
import * as server from '@plenum/shared/api/operator/serverContract';
import { createOrganisation } from '@plenum/shared/api/organisation/contract';
import { listTiers, removeTier, setTier } from '@plenum/shared/api/tier/contract';
import type { InputOf, QueryOf } from '@plenum/shared/core/endpoint';
import { call } from '../../core/http.ts';

const here = (): string => location.origin;
const none = { params: {} } as const;

/** The requests of the pages for operators. Each throws AppError as `call` does. */
export const operatorApi = {
  overview: () => call(here(), server.readOverview, none),
  tierUse: () => call(here(), server.readTierUse, none),

  organisations: (query: QueryOf<typeof operator.listAllOrganisations>) =>
    call(here(), operator.listAllOrganisations, { params: {}, query }),
  createOrganisation: (input: InputOf<typeof createOrganisation>) =>
    call(here(), createOrganisation, { params: {}, input }),
  ruleOrganisation: (organisation: string, input: InputOf<typeof operator.ruleOrganisation>) =>
    call(here(), operator.ruleOrganisation, { params: { organisation }, input }),

  accounts: (query: QueryOf<typeof server.listAccounts>) => call(here(), server.listAccounts, { params: {}, query }),
  ruleAccount: (id: string, input: InputOf<typeof server.ruleAccount>) =>
    call(here(), server.ruleAccount, { params: { account: id }, input }),
  signOutAccount: (id: string) => call(here(), server.signOutAccount, { params: { account: id } }),
  requests: () => call(here(), account.listRequests, none),
  decide: (request: string, approved: boolean) =>
    call(here(), account.decideRequest, { params: { request }, input: { approved } }),
  inviteAccount: (email: string) => call(here(), account.inviteAccount, { params: {}, input: { email } }),

  clients: () => call(here(), clients.listClients, none),
  registerClient: (input: InputOf<typeof clients.registerClient>) =>
    call(here(), clients.registerClient, { params: {}, input }),
  removeClient: (client: string) => call(here(), clients.removeClient, { params: { client } }),

  tiers: () => call(here(), listTiers, none),
  setTier: (tier: string, input: InputOf<typeof setTier>) => call(here(), setTier, { params: { tier }, input }),
  removeTier: (tier: string) => call(here(), removeTier, { params: { tier } }),

  rooms: () => call(here(), operator.listLiveRooms, none),
  endRoom: (room: string) => call(here(), operator.endRoom, { params: { room } }),
  tellRoom: (room: string, words: string) => call(here(), operator.tellRoom, { params: { room }, input: { words } }),

  notice: () => call(here(), operator.readSetNotice, none),
  setNotice: (input: InputOf<typeof operator.setNotice>) => call(here(), operator.setNotice, { params: {}, input }),
  removeNotice: () => call(here(), operator.removeNotice, none),

  audit: (query: QueryOf<typeof operator.readAllAudit>) => call(here(), operator.readAllAudit, { params: {}, query }),
} as const;
