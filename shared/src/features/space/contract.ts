import * as z from 'zod/mini';
import { contract, durable } from '../../core/contract.ts';
import { SpaceId } from '../../core/ids.ts';

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

export const space = contract('space', {
  state: z.object({
    /** Absent in a room that belongs to no space. */
    opening: z.optional(SpaceOpening),
    /** The last words of an operator in this meeting. */
    announcement: z.optional(z.object({ words: z.string(), at: z.number() })),
  }),
  events: {
    /** A meeting begins in a room of a space. Not emitted when a meeting goes on. */
    opened: durable(SpaceOpening),
    /** An operator of the server says something to the room. */
    announced: durable(z.object({ words: z.string() })),
  },
  passing: ['announced'],
});
