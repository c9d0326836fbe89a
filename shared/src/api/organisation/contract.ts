import * as z from 'zod/mini';
import { EmailAddress } from '../../core/email.ts';
import { Scope, scopes } from '../../core/asker.ts';
import { anyone, endpoint, operators, perMinute, signedIn, signedInOr } from '../../core/endpoint.ts';
import { AccountId, ApiKeyId, FileId, InvitationId, OrganisationId, TierId } from '../../core/ids.ts';
import { lines, optionalSentence, RoomTitle } from '../../core/text.ts';
import { mostDays } from '../space/settings.ts';
import { Tier } from '../tier/contract.ts';
import { Agreed } from '../tier/limits.ts';
import { AuditKind } from './auditNames.ts';
import { MemberRole } from './may.ts';

export const organisationKinds = ['person', 'group'] as const;
export const OrganisationName = RoomTitle;

/** How an organisation looks to guests and in letters. */
export const Look = z.strictObject({
  /** The text on the page of each space. */
  welcome: lines(500),
  /** The name of the sender in letters; empty for the server's own. */
  sender: optionalSentence(80),
  /** The colour of buttons and links, `#rrggbb`; empty for the server's own. */
  colour: z.string().check(z.regex(/^(#[0-9a-f]{6})?$/)),
});
export type Look = z.infer<typeof Look>;

export const OrganisationCard = z.object({
  id: OrganisationId,
  name: z.string(),
  kind: z.enum(organisationKinds),
  tier: TierId,
  /** The role of the asker. */
  role: z.optional(MemberRole),
});
export type OrganisationCard = z.infer<typeof OrganisationCard>;

export const Organisation = z.object({
  ...OrganisationCard.shape,
  tier: Tier,
  agreed: Agreed,
  look: Look,
  /** True while an operator keeps the organisation from opening rooms. */
  suspended: z.boolean(),
  /** The operator's reason for it, for the people of the organisation. */
  reason: z.optional(z.string()),
  /** The picture of `organisation:logo`; absent without one. */
  logo: z.optional(FileId),
  /** How many days after its beginning a recording is moved to the bin; a space may say fewer. Absent: it stays. */
  recordingDays: z.optional(z.int()),
  /** Epoch ms. */
  createdAt: z.number(),
  spaces: z.int(),
  hostAccounts: z.int(),
  members: z.int(),
});
export type Organisation = z.infer<typeof Organisation>;

const organisation = { organisation: OrganisationId };
const reading = { address: [perMinute(1_200)], person: perMinute(240) };
const writing = { address: [perMinute(600)], person: perMinute(60) };
const done = z.object({});

export const listOrganisations = endpoint({
  name: 'organisation:list',
  summary: 'Returns the organisations of the account.',
  method: 'GET',
  path: '/organisations',
  who: signedIn,
  limit: reading,
  output: z.object({ organisations: z.array(OrganisationCard) }),
  errors: ['unavailable'],
});

export const CreateOrganisationInput = z.strictObject({
  name: OrganisationName,
  tier: TierId,
  /** The address of the first owner, who gets an invitation. */
  owner: EmailAddress,
});

/** The secret part of an invitation. The letter has it; the answer has it once, for a server without mail. */
const Token = z.string().check(z.regex(/^[A-Za-z0-9_-]{20,80}$/));

export const createOrganisation = endpoint({
  name: 'organisation:create',
  summary: 'Makes an organisation and invites its first owner.',
  method: 'POST',
  path: '/organisations',
  who: operators,
  limit: writing,
  input: CreateOrganisationInput,
  output: z.object({ id: OrganisationId, invitation: z.object({ id: InvitationId, token: Token }) }),
  status: 201,
  errors: ['notFound', 'unavailable'],
});

export const readOrganisation = endpoint({
  name: 'organisation:read',
  summary: 'Returns an organisation with its tier and counts.',
  method: 'GET',
  path: '/organisations/:organisation',
  who: signedInOr('organisationRead'),
  limit: reading,
  params: organisation,
  output: Organisation,
  errors: ['unavailable'],
});

export const ChangeOrganisationInput = z.strictObject({
  name: z.optional(OrganisationName),
  look: z.optional(Look),
  /** Null: recordings stay. */
  recordingDays: z.optional(z.nullable(z.int().check(z.minimum(1), z.maximum(mostDays)))),
});
export type ChangeOrganisationInput = z.infer<typeof ChangeOrganisationInput>;

export const changeOrganisation = endpoint({
  name: 'organisation:change',
  summary: 'Changes the name or the look of an organisation, or how long it keeps recordings.',
  method: 'PATCH',
  path: '/organisations/:organisation',
  who: signedInOr('organisationWrite'),
  limit: writing,
  params: organisation,
  input: ChangeOrganisationInput,
  output: Organisation,
  errors: ['unavailable'],
});

export const Membership = z.object({
  account: AccountId,
  name: z.string(),
  /** Only for askers who may read addresses. */
  email: z.optional(z.string()),
  role: MemberRole,
  /** Epoch ms. */
  since: z.number(),
});
export type Membership = z.infer<typeof Membership>;

export const listMembers = endpoint({
  name: 'organisation:members',
  summary: 'Returns the members of an organisation, 200 at once; `after` is the last account of the page before.',
  method: 'GET',
  path: '/organisations/:organisation/members',
  who: signedInOr('organisationRead'),
  limit: reading,
  params: organisation,
  query: z.strictObject({ after: z.optional(AccountId) }),
  output: z.object({ members: z.array(Membership), more: z.boolean() }),
  errors: ['unavailable'],
});

const member = { ...organisation, account: AccountId };

export const changeMember = endpoint({
  name: 'organisation:changeMember',
  summary: 'Gives a member another role.',
  method: 'PATCH',
  path: '/organisations/:organisation/members/:account',
  who: signedIn,
  limit: writing,
  params: member,
  input: z.strictObject({ role: MemberRole }),
  output: done,
  errors: ['conflict', 'full', 'unavailable'],
});

export const removeMember = endpoint({
  name: 'organisation:removeMember',
  summary: 'Removes a member, or leaves the organisation. The spaces of the member go to an owner.',
  method: 'DELETE',
  path: '/organisations/:organisation/members/:account',
  who: signedIn,
  limit: writing,
  params: member,
  output: done,
  errors: ['conflict', 'unavailable'],
});

export const Invitation = z.object({
  id: InvitationId,
  email: z.string(),
  role: MemberRole,
  /** Epoch ms. */
  createdAt: z.number(),
  expiresAt: z.number(),
});
export type Invitation = z.infer<typeof Invitation>;

export const invite = endpoint({
  name: 'organisation:invite',
  summary: 'Invites the person with an address. Only an account that has proven this address can accept, once.',
  method: 'POST',
  path: '/organisations/:organisation/invitations',
  who: signedIn,
  limit: { address: [perMinute(600)], person: perMinute(30) },
  params: organisation,
  input: z.strictObject({ email: EmailAddress, role: MemberRole }),
  output: z.object({ ...Invitation.shape, token: Token }),
  status: 201,
  errors: ['conflict', 'full', 'unavailable'],
});

export const listInvitations = endpoint({
  name: 'organisation:invitations',
  summary: 'Returns the invitations that can still be accepted.',
  method: 'GET',
  path: '/organisations/:organisation/invitations',
  who: signedIn,
  limit: reading,
  params: organisation,
  output: z.object({ invitations: z.array(Invitation) }),
  errors: ['unavailable'],
});

export const revokeInvitation = endpoint({
  name: 'organisation:revokeInvitation',
  summary: 'Revokes an invitation.',
  method: 'DELETE',
  path: '/organisations/:organisation/invitations/:invitation',
  who: signedIn,
  limit: writing,
  params: { ...organisation, invitation: InvitationId },
  output: done,
  errors: ['unavailable'],
});

export const lookAtInvitation = endpoint({
  name: 'organisation:lookAtInvitation',
  summary: 'Returns to what an invitation invites, for the page that its link opens.',
  method: 'POST',
  path: '/invitations/look',
  who: anyone,
  limit: { address: [perMinute(60)] },
  input: z.strictObject({ token: Token }),
  output: z.object({ organisation: z.string(), role: MemberRole, expiresAt: z.number() }),
  errors: ['notFound', 'unavailable'],
});

export const acceptInvitation = endpoint({
  name: 'organisation:acceptInvitation',
  summary: 'Accepts an invitation for the account, which must have proven the invited address.',
  method: 'POST',
  path: '/invitations/accept',
  who: signedIn,
  limit: { address: [perMinute(60)], person: perMinute(30) },
  input: z.strictObject({ token: Token }),
  output: z.object({ organisation: OrganisationId, role: MemberRole }),
  errors: ['forbidden', 'notFound', 'full', 'unavailable'],
});

export const ApiKey = z.object({
  id: ApiKeyId,
  name: z.string(),
  scopes: z.array(Scope),
  /** Epoch ms. */
  createdAt: z.number(),
  expiresAt: z.optional(z.number()),
});
export type ApiKey = z.infer<typeof ApiKey>;

export const createKey = endpoint({
  name: 'organisation:createKey',
  summary: 'Makes an API key. The answer shows the key, and no other answer ever does.',
  method: 'POST',
  path: '/organisations/:organisation/keys',
  who: signedIn,
  limit: writing,
  params: organisation,
  input: z.strictObject({
    name: RoomTitle,
    scopes: z.array(Scope).check(z.minLength(1), z.maxLength(scopes.length)),
    days: z.optional(z.int().check(z.minimum(1), z.maximum(3_650))),
  }),
  output: z.object({ ...ApiKey.shape, key: z.string() }),
  status: 201,
  errors: ['full', 'unavailable'],
});

export const listKeys = endpoint({
  name: 'organisation:keys',
  summary: 'Returns the API keys of an organisation, without their secrets.',
  method: 'GET',
  path: '/organisations/:organisation/keys',
  who: signedIn,
  limit: reading,
  params: organisation,
  output: z.object({ keys: z.array(ApiKey) }),
  errors: ['unavailable'],
});

export const revokeKey = endpoint({
  name: 'organisation:revokeKey',
  summary: 'Revokes an API key: the next request with it is refused.',
  method: 'DELETE',
  path: '/organisations/:organisation/keys/:key',
  who: signedIn,
  limit: writing,
  params: { ...organisation, key: ApiKeyId },
  output: done,
  errors: ['unavailable'],
});

/** What an organisation used in one month, `2026-11`. */
export const Usage = z.object({
  month: z.string(),
  meetings: z.int(),
  participantMinutes: z.int(),
  /** The most people of all meetings at one time. */
  peak: z.int(),
  /** The bytes of the files that people brought into its rooms. */
  bytes: z.int(),
});
export type Usage = z.infer<typeof Usage>;

export const readUsage = endpoint({
  name: 'organisation:usage',
  summary: 'Returns what an organisation used, newest month first, with the meetings that go on now.',
  method: 'GET',
  path: '/organisations/:organisation/usage',
  who: signedInOr('organisationRead'),
  limit: reading,
  params: organisation,
  output: z.object({
    months: z.array(Usage),
    /** The meetings that go on now, and the people in them. */
    now: z.object({ meetings: z.int(), people: z.int() }),
    /** The bytes of the files of all rooms. */
    fileBytes: z.int(),
  }),
  errors: ['unavailable'],
});

/** One change of a record: who, what, when and from where. It has no secret and no content. */
export const AuditEntry = z.object({
  id: z.string(),
  /** Epoch ms. */
  at: z.number(),
  /** The account or the key; absent for an erased account and for the server itself. */
  by: z.optional(z.object({ is: z.enum(['account', 'key']), id: z.string(), name: z.string() })),
  /** One of `auditNames`, or an older name. */
  what: z.string(),
  /** The id of the record that changed. */
  about: z.string(),
  /** The name of an account or the title of a space that it is about, as long as there is one. */
  aboutName: z.optional(z.string()),
  /** The organisation of the record, in the audit of the whole server. */
  organisation: z.optional(z.object({ id: z.string(), name: z.string() })),
  /** The names of the changed fields, or a role, a tier or a scope. */
  detail: z.string(),
  /** The network of the request. */
  from: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** The id of the last entry of the page before. */
export const AuditCursor = z.string().check(z.regex(/^[0-9a-z-]{1,60}$/));

export const readAudit = endpoint({
  name: 'organisation:audit',
  summary: 'Returns the changes of an organisation and its records, newest first, 100 at once.',
  method: 'GET',
  path: '/organisations/:organisation/audit',
  who: signedInOr('organisationRead'),
  limit: reading,
  params: organisation,
  query: z.strictObject({ before: z.optional(AuditCursor), kind: z.optional(AuditKind) }),
  output: z.object({ entries: z.array(AuditEntry), more: z.boolean() }),
  errors: ['unavailable'],
});
