import * as z from 'zod/mini';
import { anyoneKnown, endpoint, perMinute, signedIn, signedInOr } from '../../core/endpoint.ts';
import { AccountId, FileId, OrganisationId, RoomId, SpaceId } from '../../core/ids.ts';
import { RoomTitle } from '../../core/text.ts';
import { DoorSign } from '../../core/wire.ts';
import { Look } from '../organisation/contract.ts';
import { EmailAddress } from '../../core/email.ts';
import { TicketInput, TicketOutput } from '../room/contract.ts';
import { SpaceSettings, startPolicies } from './settings.ts';
import { ChosenSlug, Slug } from './slug.ts';

const reading = { address: [perMinute(1_200)], person: perMinute(240) };
const writing = { address: [perMinute(600)], person: perMinute(60) };
const space = { space: SpaceId };
const done = z.object({});

/** A space in a list. */
export const SpaceCard = z.object({
  id: SpaceId,
  slug: Slug,
  title: z.string(),
  organisation: OrganisationId,
  /** The part of the asker. */
  as: z.enum(['owner', 'host', 'none']),
  /** The people who are in it now. */
  people: z.int(),
  /** When the last meeting began, epoch ms. */
  lastMeeting: z.optional(z.number()),
});
export type SpaceCard = z.infer<typeof SpaceCard>;

export const Space = z.object({
  id: SpaceId,
  slug: Slug,
  title: z.string(),
  organisation: OrganisationId,
  owner: AccountId,
  hosts: z.array(z.object({ account: AccountId, name: z.string() })),
  settings: SpaceSettings,
  /** With these codes a person enters as a member or as a moderator. */
  codes: z.object({ member: z.string(), moderator: z.string() }),
  /** The secret part of the address of the calendar. */
  calendar: z.string(),
  /** The names of the people who are in it now. */
  inside: z.array(z.string()),
  /** Epoch ms. */
  createdAt: z.number(),
});
export type Space = z.infer<typeof Space>;

export const listSpaces = endpoint({
  name: 'space:list',
  summary: 'Returns the spaces that the account owns or hosts, or all of one organisation; 200 at once.',
  method: 'GET',
  path: '/spaces',
  who: signedInOr('spaceRead'),
  limit: reading,
  query: z.strictObject({ organisation: z.optional(OrganisationId), after: z.optional(SpaceId) }),
  output: z.object({ spaces: z.array(SpaceCard), more: z.boolean() }),
  errors: ['notFound', 'unavailable'],
});

export const CreateSpaceInput = z.strictObject({
  title: RoomTitle,
  /** Absent: the account's own organisation of one, which is made at first need. */
  organisation: z.optional(OrganisationId),
  /** Absent: made of the title, with a random end. It never changes later. */
  slug: z.optional(ChosenSlug),
  settings: z.optional(SpaceSettings),
});
export type CreateSpaceInput = z.infer<typeof CreateSpaceInput>;

export const createSpace = endpoint({
  name: 'space:create',
  summary: 'Makes a space in an organisation.',
  method: 'POST',
  path: '/spaces',
  who: signedInOr('spaceWrite'),
  limit: { address: [perMinute(600)], person: perMinute(30) },
  input: CreateSpaceInput,
  output: Space,
  status: 201,
  errors: ['notFound', 'conflict', 'full', 'unavailable'],
});

export const readSpace = endpoint({
  name: 'space:read',
  summary: 'Returns a space with its settings and codes.',
  method: 'GET',
  path: '/spaces/:space',
  who: signedInOr('spaceRead'),
  limit: reading,
  params: space,
  output: Space,
  errors: ['unavailable'],
});

export const ChangeSpaceInput = z.strictObject({
  title: z.optional(RoomTitle),
  settings: z.optional(SpaceSettings),
  /** Another owner: a member of the organisation with a host account. */
  owner: z.optional(AccountId),
});
export type ChangeSpaceInput = z.infer<typeof ChangeSpaceInput>;

export const changeSpace = endpoint({
  name: 'space:change',
  summary: 'Changes the title, the settings or the owner of a space; a meeting that goes on keeps its settings.',
  method: 'PATCH',
  path: '/spaces/:space',
  who: signedInOr('spaceWrite'),
  limit: writing,
  params: space,
  input: ChangeSpaceInput,
  output: Space,
  errors: ['conflict', 'unavailable'],
});

export const removeSpace = endpoint({
  name: 'space:remove',
  summary: 'Ends the meeting in a space and erases the space with all that it keeps.',
  method: 'DELETE',
  path: '/spaces/:space',
  who: signedInOr('spaceWrite'),
  limit: writing,
  params: space,
  output: done,
  errors: ['full', 'unavailable'],
});

/** The codes that can be made anew. */
export const codeKinds = ['member', 'moderator', 'calendar'] as const;
export type CodeKind = (typeof codeKinds)[number];

export const renewCode = endpoint({
  name: 'space:renewCode',
  summary: 'Makes a code anew; the old one admits nobody any more.',
  method: 'POST',
  path: '/spaces/:space/codes',
  who: signedInOr('spaceWrite'),
  limit: writing,
  params: space,
  input: z.strictObject({ code: z.enum(codeKinds) }),
  output: Space,
  errors: ['unavailable'],
});

export const addHost = endpoint({
  name: 'space:addHost',
  summary: 'Shares a space with an account, found by an address that its person has proven.',
  method: 'POST',
  path: '/spaces/:space/hosts',
  who: signedIn,
  limit: { address: [perMinute(600)], person: perMinute(20) },
  params: space,
  input: z.strictObject({ email: EmailAddress }),
  output: Space,
  errors: ['full', 'unavailable'],
});

export const removeHost = endpoint({
  name: 'space:removeHost',
  summary: 'Takes a shared host away from a space.',
  method: 'DELETE',
  path: '/spaces/:space/hosts/:account',
  who: signedIn,
  limit: writing,
  params: { ...space, account: AccountId },
  output: Space,
  errors: ['unavailable'],
});

/** What everybody with the link may know of a space. */
export const SpaceSign = z.object({
  slug: Slug,
  title: z.string(),
  organisation: z.string(),
  look: Look,
  /** The picture of `organisation:logo`. */
  logo: z.optional(FileId),
  /** The people who are in it now. */
  people: z.int(),
  full: z.boolean(),
  door: DoorSign,
  start: z.enum(startPolicies),
  /** True: only people with an account get in. */
  accounts: z.boolean(),
  /** The part of the account, if there is one. */
  as: z.enum(['owner', 'host', 'none']),
  /** Only for an owner or a host. */
  id: z.optional(SpaceId),
});
export type SpaceSign = z.infer<typeof SpaceSign>;

const slug = { slug: Slug };

export const lookAtSpace = endpoint({
  name: 'space:look',
  summary: 'Returns what everybody with the link may know of a space.',
  method: 'GET',
  path: '/s/:slug',
  who: anyoneKnown,
  limit: { address: [perMinute(1_200)] },
  params: slug,
  output: SpaceSign,
  errors: ['unavailable'],
});

/** 16 letters in groups, as people type them; the server ignores case and hyphens. */
const Code = z.string().check(z.minLength(1), z.maxLength(40));

export const EnterSpaceInput = z.strictObject({
  name: TicketInput.shape.name,
  /** A code of the space. A person without a valid one enters as a person with the link. */
  code: z.optional(Code),
  identity: TicketInput.shape.identity,
});
export type EnterSpaceInput = z.infer<typeof EnterSpaceInput>;

export const enterSpace = endpoint({
  name: 'space:enter',
  summary: 'Returns a ticket for the meeting in a space, and begins the meeting when nobody is in it.',
  method: 'POST',
  path: '/s/:slug/tickets',
  who: anyoneKnown,
  limit: { address: [perMinute(1_200)] },
  params: slug,
  input: EnterSpaceInput,
  output: z.object({ ...TicketOutput.shape, room: RoomId }),
  status: 201,
  errors: ['forbidden', 'conflict', 'full', 'closed', 'unavailable'],
});
