import * as z from 'zod/mini';
import { endpoint, operators, perMinute } from '../../core/endpoint.ts';
import { AccountId, OrganisationId, RoomId, SpaceId, TierId } from '../../core/ids.ts';
import { optionalSentence, sentence } from '../../core/text.ts';
import { AuditCursor, AuditEntry, Organisation } from '../organisation/contract.ts';
import { AuditKind } from '../organisation/auditNames.ts';
import { Agreed } from '../tier/limits.ts';
import { Notice, NoticeTime } from './noticeContract.ts';

const limit = { address: [perMinute(1_200)], person: perMinute(240) };
const done = z.object({});

export const listAllOrganisations = endpoint({
  name: 'operator:organisations',
  summary: 'Returns all organisations, 100 at once; `like` is a part of the name.',
  method: 'GET',
  path: '/operator/organisations',
  who: operators,
  limit,
  query: z.strictObject({
    like: z.optional(z.string().check(z.minLength(1), z.maxLength(120))),
    /** Only those with this tier. */
    tier: z.optional(TierId),
    after: z.optional(OrganisationId),
  }),
  output: z.object({ organisations: z.array(Organisation), more: z.boolean() }),
  errors: ['unavailable'],
});

export const ruleOrganisation = endpoint({
  name: 'operator:rule',
  summary: 'Gives an organisation another tier or other agreements, or suspends it: it then begins no meeting.',
  method: 'PATCH',
  path: '/operator/organisations/:organisation',
  who: operators,
  limit,
  params: { organisation: OrganisationId },
  input: z.strictObject({
    tier: z.optional(TierId),
    agreed: z.optional(Agreed),
    suspended: z.optional(z.boolean()),
    /** Why it is suspended; the people of the organisation read it. */
    reason: z.optional(optionalSentence(300)),
  }),
  output: Organisation,
  errors: ['unavailable'],
});

export const LiveRoom = z.object({
  id: RoomId,
  title: z.string(),
  /** The people in it, those in its breakout rooms among them. */
  people: z.int(),
  /** The streams that they send. */
  streams: z.int(),
  breakouts: z.int(),
  /** Epoch ms. */
  createdAt: z.number(),
  /** When the meeting began, in epoch ms; absent before. */
  since: z.optional(z.number()),
  /** The name of the organisation; absent for a room that belongs to no space, as the next ones. */
  organisation: z.optional(z.string()),
  organisationId: z.optional(OrganisationId),
  space: z.optional(SpaceId),
});
export type LiveRoom = z.infer<typeof LiveRoom>;

export const listLiveRooms = endpoint({
  name: 'operator:rooms',
  summary: 'Returns the meetings that go on, breakouts not counted, those with most people first.',
  method: 'GET',
  path: '/operator/rooms',
  who: operators,
  limit,
  output: z.object({ rooms: z.array(LiveRoom) }),
  errors: ['unavailable'],
});

const room = { room: RoomId };

export const endRoom = endpoint({
  name: 'operator:endRoom',
  summary: 'Ends a meeting for everybody in it.',
  method: 'POST',
  path: '/operator/rooms/:room/end',
  who: operators,
  limit,
  params: room,
  output: done,
  errors: ['unavailable'],
});

export const tellRoom = endpoint({
  name: 'operator:tellRoom',
  summary: 'Says something to everybody in a meeting.',
  method: 'POST',
  path: '/operator/rooms/:room/words',
  who: operators,
  limit,
  params: room,
  input: z.strictObject({ words: sentence(300) }),
  output: done,
  errors: ['unavailable'],
});

export const setNotice = endpoint({
  name: 'operator:setNotice',
  summary: 'Shows a notice to everybody who has this server open, from a time and until a time if they are given.',
  method: 'PUT',
  path: '/operator/notice',
  who: operators,
  limit,
  input: z.strictObject({ text: sentence(300), from: NoticeTime, until: NoticeTime }),
  output: done,
  errors: ['unavailable'],
});

export const removeNotice = endpoint({
  name: 'operator:removeNotice',
  summary: 'Takes the notice away.',
  method: 'DELETE',
  path: '/operator/notice',
  who: operators,
  limit,
  output: done,
  errors: ['unavailable'],
});

export const readSetNotice = endpoint({
  name: 'operator:notice',
  summary: 'Returns the notice that is set, also before it is shown and after its end.',
  method: 'GET',
  path: '/operator/notice',
  who: operators,
  limit,
  output: z.object({ notice: z.optional(Notice) }),
  errors: ['unavailable'],
});

export const readAllAudit = endpoint({
  name: 'operator:audit',
  summary: 'Returns the changes of all records of the server, newest first, 100 at once.',
  method: 'GET',
  path: '/operator/audit',
  who: operators,
  limit,
  query: z.strictObject({
    before: z.optional(AuditCursor),
    kind: z.optional(AuditKind),
    organisation: z.optional(OrganisationId),
    /** Only what this account changed. */
    by: z.optional(AccountId),
  }),
  output: z.object({ entries: z.array(AuditEntry), more: z.boolean() }),
  errors: ['notFound', 'unavailable'],
});
