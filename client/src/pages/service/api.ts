import { whoAmI } from '@plenum/shared/api/account/contract';
import * as meeting from '@plenum/shared/api/meeting/contract';
import * as integration from '@plenum/shared/api/integration/contract';
import * as embedding from '@plenum/shared/api/embedding/contract';
import * as organisation from '@plenum/shared/api/organisation/contract';
import * as webhook from '@plenum/shared/api/webhook/contract';
import * as plan from '@plenum/shared/api/plan/contract';
import * as space from '@plenum/shared/api/space/contract';
import * as logo from '@plenum/shared/api/organisation/logoContract';
import type { InputOf, QueryOf } from '@plenum/shared/core/endpoint';
import * as prepared from '@plenum/shared/api/space/prepared';
import { call } from '../../core/http.ts';
import { sendFile } from '../../core/sendFile.ts';

const here = (): string => location.origin;
type Of<E> = E extends Parameters<typeof call>[1] ? InputOf<E> : never;

/** The requests of the pages for people who are signed in. Each throws AppError as `call` does. */
export const api = {
  who: () => call(here(), whoAmI, { params: {} }),

  spaces: (query: { organisation?: string; after?: string } = {}) =>
    call(here(), space.listSpaces, { params: {}, query }),
  createSpace: (input: Of<typeof space.createSpace>) => call(here(), space.createSpace, { params: {}, input }),
  space: (id: string) => call(here(), space.readSpace, { params: { space: id } }),
  changeSpace: (id: string, input: Of<typeof space.changeSpace>) =>
    call(here(), space.changeSpace, { params: { space: id }, input }),
  removeSpace: (id: string) => call(here(), space.removeSpace, { params: { space: id } }),
  renewCode: (id: string, code: space.CodeKind) =>
    call(here(), space.renewCode, { params: { space: id }, input: { code } }),
  addHost: (id: string, email: string) => call(here(), space.addHost, { params: { space: id }, input: { email } }),
  removeHost: (id: string, account: string) => call(here(), space.removeHost, { params: { space: id, account } }),
  meetings: (id: string, before?: number) =>
    call(here(), meeting.listMeetings, {
      params: { space: id },
      query: before === undefined ? {} : { before: String(before) },
    }),
  meeting: (id: string) => call(here(), meeting.readMeeting, { params: { meeting: id } }),

  plans: (id: string) => call(here(), plan.listPlans, { params: { space: id } }),
  createPlan: (id: string, input: plan.PlanInput) => call(here(), plan.createPlan, { params: { space: id }, input }),
  changePlan: (id: string, one: string, input: plan.PlanInput) =>
    call(here(), plan.changePlan, { params: { space: id, plan: one }, input }),
  planGuests: (id: string, one: string) => call(here(), plan.listPlanGuests, { params: { space: id, plan: one } }),
  invitePlanGuests: (id: string, one: string, emails: string[]) =>
    call(here(), plan.invitePlanGuests, { params: { space: id, plan: one }, input: { emails } }),
  uninvitePlanGuest: (id: string, one: string, guest: string) =>
    call(here(), plan.uninvitePlanGuest, { params: { space: id, plan: one, guest } }),
  removePlan: (id: string, one: string) => call(here(), plan.removePlan, { params: { space: id, plan: one } }),
  next: () => call(here(), plan.listNext, { params: {} }),
  webhooks: (id: string) => call(here(), webhook.listWebhooks, { params: { organisation: id } }),
  createWebhook: (id: string, input: webhook.CreateWebhookInput) =>
    call(here(), webhook.createWebhook, { params: { organisation: id }, input }),
  changeWebhook: (id: string, one: string, input: webhook.ChangeWebhookInput) =>
    call(here(), webhook.changeWebhook, { params: { organisation: id, webhook: one }, input }),
  removeWebhook: (id: string, one: string) =>
    call(here(), webhook.removeWebhook, { params: { organisation: id, webhook: one } }),
  deliveries: (id: string, one: string, before?: string) =>
    call(here(), webhook.listDeliveries, {
      params: { organisation: id, webhook: one },
      query: before === undefined ? {} : { before },
    }),
  sendAgain: (id: string, one: string, delivery: string) =>
    call(here(), webhook.sendAgain, { params: { organisation: id, webhook: one, delivery }, input: {} }),
  testWebhook: (id: string, one: string) =>
    call(here(), webhook.testWebhook, { params: { organisation: id, webhook: one }, input: {} }),
  prepared: (id: string) => call(here(), prepared.listPrepared, { params: { space: id } }),
  addPrepared: (id: string, input: prepared.PreparedInput) =>
    call(here(), prepared.addPrepared, { params: { space: id }, input }),
  changePrepared: (id: string, item: string, input: prepared.PreparedInput) =>
    call(here(), prepared.changePrepared, { params: { space: id, item }, input }),
  removePrepared: (id: string, item: string) => call(here(), prepared.removePrepared, { params: { space: id, item } }),

  organisations: () => call(here(), organisation.listOrganisations, { params: {} }),
  organisation: (id: string) => call(here(), organisation.readOrganisation, { params: { organisation: id } }),
  changeOrganisation: (id: string, input: Of<typeof organisation.changeOrganisation>) =>
    call(here(), organisation.changeOrganisation, { params: { organisation: id }, input }),
  members: (id: string, after?: string) =>
    call(here(), organisation.listMembers, {
      params: { organisation: id },
      query: after === undefined ? {} : { after },
    }),
  changeMember: (id: string, account: string, input: Of<typeof organisation.changeMember>) =>
    call(here(), organisation.changeMember, { params: { organisation: id, account }, input }),
  removeMember: (id: string, account: string) =>
    call(here(), organisation.removeMember, { params: { organisation: id, account } }),
  invite: (id: string, input: Of<typeof organisation.invite>) =>
    call(here(), organisation.invite, { params: { organisation: id }, input }),
  invitations: (id: string) => call(here(), organisation.listInvitations, { params: { organisation: id } }),
  revokeInvitation: (id: string, invitation: string) =>
    call(here(), organisation.revokeInvitation, { params: { organisation: id, invitation } }),
  lookAtInvitation: (token: string) => call(here(), organisation.lookAtInvitation, { params: {}, input: { token } }),
  acceptInvitation: (token: string) => call(here(), organisation.acceptInvitation, { params: {}, input: { token } }),
  keys: (id: string) => call(here(), organisation.listKeys, { params: { organisation: id } }),
  createKey: (id: string, input: Of<typeof organisation.createKey>) =>
    call(here(), organisation.createKey, { params: { organisation: id }, input }),
  revokeKey: (id: string, key: string) => call(here(), organisation.revokeKey, { params: { organisation: id, key } }),
  bbbSecrets: (id: string) => call(here(), integration.listBbbSecrets, { params: { organisation: id } }),
  createBbbSecret: (id: string, name: string) =>
    call(here(), integration.createBbbSecret, { params: { organisation: id }, input: { name } }),
  revokeBbbSecret: (id: string, secret: string) =>
    call(here(), integration.revokeBbbSecret, { params: { organisation: id, secret } }),
  embedding: (id: string) => call(here(), embedding.readEmbedding, { params: { organisation: id } }),
  createSigningKey: (id: string, input: Of<typeof embedding.createSigningKey>) =>
    call(here(), embedding.createSigningKey, { params: { organisation: id }, input }),
  revokeSigningKey: (id: string, key: string) =>
    call(here(), embedding.revokeSigningKey, { params: { organisation: id, key } }),
  addPlatform: (id: string, input: embedding.LtiPlatformInput) =>
    call(here(), embedding.addPlatform, { params: { organisation: id }, input }),
  removePlatform: (id: string, platform: string) =>
    call(here(), embedding.removePlatform, { params: { organisation: id, platform } }),
  setOrigins: (id: string, origins: string[]) =>
    call(here(), embedding.setOrigins, { params: { organisation: id }, input: { origins } }),
  usage: (id: string) => call(here(), organisation.readUsage, { params: { organisation: id } }),
  audit: (id: string, query: QueryOf<typeof organisation.readAudit>) =>
    call(here(), organisation.readAudit, { params: { organisation: id }, query }),
  setLogo: (id: string, file: Blob) => sendFile(here(), logo.setLogo, { params: { organisation: id } }, file),
  removeLogo: (id: string) => call(here(), logo.removeLogo, { params: { organisation: id } }),
} as const;
