import * as z from 'zod/mini';
import { EmailAddress } from '../../core/email.ts';
import { anyone, endpoint, perMinute, signedIn, signedInOr } from '../../core/endpoint.ts';
import { PlanGuestId, ScheduleId, SpaceId } from '../../core/ids.ts';
import { RoomTitle } from '../../core/text.ts';
import { Slug } from '../space/slug.ts';
import { isZone, Recurrence } from './occurrences.ts';

/** A planned meeting or a series of them. */
export const PlanInput = z.strictObject({
  title: RoomTitle,
  /** The first time, epoch ms. */
  startsAt: z.int().check(z.minimum(0), z.maximum(4e12)),
  minutes: z.int().check(z.minimum(5), z.maximum(1_440)),
  /** An IANA time zone such as `Europe/Berlin`. */
  zone: z.string().check(z.maxLength(60), z.refine(isZone, 'This time zone is unknown.')),
  recurrence: z.optional(Recurrence),
});
export type PlanInput = z.infer<typeof PlanInput>;

export const Plan = z.object({
  id: ScheduleId,
  title: z.string(),
  startsAt: z.number(),
  minutes: z.int(),
  zone: z.string(),
  recurrence: z.optional(Recurrence),
});
export type Plan = z.infer<typeof Plan>;

const reading = { address: [perMinute(1_200)], person: perMinute(240) };
const writing = { address: [perMinute(600)], person: perMinute(60) };
const space = { space: SpaceId };
const plan = { ...space, plan: ScheduleId };

export const listPlans = endpoint({
  name: 'plan:list',
  summary: 'Returns the plans of a space.',
  method: 'GET',
  path: '/spaces/:space/plans',
  who: signedInOr('spaceRead'),
  limit: reading,
  params: space,
  output: z.object({ plans: z.array(Plan) }),
  errors: ['unavailable'],
});

export const createPlan = endpoint({
  name: 'plan:create',
  summary: 'Plans a meeting or a series in a space.',
  method: 'POST',
  path: '/spaces/:space/plans',
  who: signedInOr('spaceWrite'),
  limit: writing,
  params: space,
  input: PlanInput,
  output: Plan,
  status: 201,
  errors: ['full', 'unavailable'],
});

export const changePlan = endpoint({
  name: 'plan:change',
  summary: 'Changes a plan; a letter tells the addresses that are invited.',
  method: 'PUT',
  path: '/spaces/:space/plans/:plan',
  who: signedInOr('spaceWrite'),
  limit: writing,
  params: plan,
  input: PlanInput,
  output: Plan,
  errors: ['full', 'conflict', 'unavailable'],
});

export const removePlan = endpoint({
  name: 'plan:remove',
  summary: 'Removes a plan; a letter tells the addresses that are invited.',
  method: 'DELETE',
  path: '/spaces/:space/plans/:plan',
  who: signedInOr('spaceWrite'),
  limit: writing,
  params: plan,
  output: z.object({}),
  errors: ['full', 'conflict', 'unavailable'],
});

/** The most addresses that are invited to one plan. */
export const mostPlanGuests = 100;
/** The most addresses of one request. */
export const mostInvitedAtOnce = 20;

/** An address that is invited to a planned meeting. It needs no account. */
export const PlanGuest = z.object({
  id: PlanGuestId,
  email: z.string(),
  /** Epoch ms. */
  invitedAt: z.number(),
});
export type PlanGuest = z.infer<typeof PlanGuest>;

export const listPlanGuests = endpoint({
  name: 'plan:guests',
  summary: 'Returns the addresses that are invited to a planned meeting.',
  method: 'GET',
  path: '/spaces/:space/plans/:plan/guests',
  who: signedInOr('spaceRead'),
  limit: reading,
  params: plan,
  output: z.object({ guests: z.array(PlanGuest) }),
  errors: ['unavailable'],
});

export const invitePlanGuests = endpoint({
  name: 'plan:invite',
  summary:
    'Invites addresses to a planned meeting by letters with a calendar file; an address that is invited already gets none.',
  method: 'POST',
  path: '/spaces/:space/plans/:plan/guests',
  who: signedInOr('spaceWrite'),
  limit: writing,
  params: plan,
  input: z.strictObject({ emails: z.array(EmailAddress).check(z.minLength(1), z.maxLength(mostInvitedAtOnce)) }),
  output: z.object({ guests: z.array(PlanGuest) }),
  errors: ['full', 'conflict', 'limited', 'unavailable'],
});

export const uninvitePlanGuest = endpoint({
  name: 'plan:uninvite',
  summary: 'Takes an invitation to a planned meeting back; a letter cancels it.',
  method: 'DELETE',
  path: '/spaces/:space/plans/:plan/guests/:guest',
  who: signedInOr('spaceWrite'),
  limit: writing,
  params: { ...plan, guest: PlanGuestId },
  output: z.object({}),
  errors: ['full', 'unavailable'],
});

export const NextMeeting = z.object({
  plan: ScheduleId,
  space: SpaceId,
  slug: Slug,
  title: z.string(),
  /** Epoch ms. */
  startsAt: z.number(),
  minutes: z.int(),
});
export type NextMeeting = z.infer<typeof NextMeeting>;

export const listNext = endpoint({
  name: 'plan:next',
  summary: 'Returns the planned meetings of the next 60 days in the spaces that the account owns or hosts, at most 50.',
  method: 'GET',
  path: '/plans',
  who: signedIn,
  limit: reading,
  output: z.object({ next: z.array(NextMeeting) }),
  errors: ['unavailable'],
});

export const readCalendar = endpoint({
  name: 'plan:calendar',
  summary: 'Returns the plans of a space as iCalendar (RFC 5545), for subscriptions.',
  method: 'GET',
  path: '/calendars/:slug/:secret',
  who: anyone,
  limit: { address: [perMinute(240)] },
  params: { slug: Slug, secret: z.string().check(z.regex(/^[0-9a-z]{16}$/)) },
  answer: 'calendar',
  errors: ['unavailable'],
});
