import * as z from 'zod/mini';
import { Role } from '../../core/abilities.ts';
import { endpoint, perMinute, signedInOr } from '../../core/endpoint.ts';
import { MeetingId, SpaceId } from '../../core/ids.ts';

/** One sitting in a space. Times are epoch ms. */
export const Meeting = z.object({
  id: MeetingId,
  space: SpaceId,
  /** The title of the space at that time. */
  title: z.string(),
  startedAt: z.number(),
  /** Absent while it goes on. */
  endedAt: z.optional(z.number()),
  /** The most people at one time. */
  peak: z.int(),
  /** The minutes of all people who have left together, rounded down. */
  participantMinutes: z.int(),
});
export type Meeting = z.infer<typeof Meeting>;

/** One stay of one member. */
const Stay = z.object({
  name: z.string(),
  role: Role,
  joinedAt: z.number(),
  /** Absent while the member is there. */
  leftAt: z.optional(z.number()),
});

const limit = { address: [perMinute(1_200)], person: perMinute(240) };

export const listMeetings = endpoint({
  name: 'meeting:list',
  summary:
    'Returns the meetings of a space, newest first, 50 at once; `before` is the beginning of the last one before.',
  method: 'GET',
  path: '/spaces/:space/meetings',
  who: signedInOr('meetingRead'),
  limit,
  params: { space: SpaceId },
  query: z.strictObject({ before: z.optional(z.string().check(z.regex(/^\d{1,15}$/))) }),
  output: z.object({ meetings: z.array(Meeting), more: z.boolean() }),
  errors: ['unavailable'],
});

export const readMeeting = endpoint({
  name: 'meeting:read',
  summary: 'Returns a meeting and who was there, at most 5,000 stays.',
  method: 'GET',
  path: '/meetings/:meeting',
  who: signedInOr('meetingRead'),
  limit,
  params: { meeting: MeetingId },
  output: z.object({ ...Meeting.shape, stays: z.array(Stay) }),
  errors: ['unavailable'],
});
