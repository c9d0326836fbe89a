import * as z from 'zod/mini';
import { contract, durable } from '../../core/contract.ts';
import { MemberId, SpaceId } from '../../core/ids.ts';

/** What a meeting in a space begins with. Names are those at that time. */
export const SpaceOpening = z.object({
  space: SpaceId,
  /** The address of the space is `/s/<slug>`: the link to hand on. */
  slug: z.string(),
  organisation: z.string(),
  /** The name of the organisation's tier. */
  tier: z.string(),
  /** Empty when there is none. */
  welcome: z.string(),
  /** The most people; absent: as many as the server allows. */
  people: z.optional(z.int()),
});
export type SpaceOpening = z.infer<typeof SpaceOpening>;

/** What the program that opened a room says about it. */
export const HostedOpening = z.object({
  /** Empty when there is none. */
  welcome: z.string(),
  /** For hosts and moderators; empty in the form that others get. */
  staffWelcome: z.string(),
  banner: z.optional(z.string()),
  /** The web address to which members go when they leave. */
  leaveTo: z.optional(z.string()),
  /** The most people; absent: as many as the server allows. */
  people: z.optional(z.int()),
  /** The names of the organisation and its tier, whose bounds hold. */
  organisation: z.optional(z.string()),
  tier: z.optional(z.string()),
});
export type HostedOpening = z.infer<typeof HostedOpening>;

export const space = contract('space', {
  state: z.object({
    /** Absent in a room that belongs to no space. */
    opening: z.optional(SpaceOpening),
    /** Absent in a room that no program opened. */
    hosted: z.optional(HostedOpening),
    /** The members who may see the words for hosts and moderators. Only the server keeps this list. */
    staff: z._default(z.array(MemberId), []),
    /** The last words of an operator in this meeting. */
    announcement: z.optional(z.object({ words: z.string(), at: z.number() })),
  }),
  events: {
    /** A meeting begins in a room of a space. Not emitted when a meeting goes on. */
    opened: durable(SpaceOpening),
    /** A program opens the room. The words for hosts and moderators are in no member's form. */
    hosted: durable(HostedOpening),
    /** Hosts and moderators get the words for them: the new one of `staff`. */
    instructed: durable(z.object({ staff: z.array(MemberId), words: z.string() })),
    /** An operator of the server says something to the room. */
    announced: durable(z.object({ words: z.string() })),
  },
  passing: ['announced', 'instructed'],
});
