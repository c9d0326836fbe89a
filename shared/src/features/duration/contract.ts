import * as z from 'zod/mini';
import { command, contract, durable, perSecond } from '../../core/contract.ts';
import { PollId } from '../../core/ids.ts';
import { durationLimits } from './limits.ts';

/** Whose limit it is: the server's, that of the person who opened the room, or that of an organisation by its tier. */
export const LimitOwner = z.discriminatedUnion('is', [
  z.object({ is: z.literal('server') }),
  z.object({ is: z.literal('opener') }),
  z.object({ is: z.literal('organisation'), name: z.string(), tier: z.string() }),
]);
export type LimitOwner = z.infer<typeof LimitOwner>;

/** The limit of a room. Every sitting has `minutes`; moderators may add `extendable` minutes to it, 0 for none. */
export const DurationLimit = z.object({
  minutes: z.int().check(z.minimum(1), z.maximum(durationLimits.mostMinutes)),
  extendable: z.int().check(z.minimum(0), z.maximum(durationLimits.mostMinutes)),
  of: LimitOwner,
});
export type DurationLimit = z.infer<typeof DurationLimit>;

/** One sitting of a room with a limit. Times are epoch ms. */
export const Sitting = z.object({
  since: z.number(),
  /** When the time is up. */
  endsAt: z.number(),
  /** The minutes that were added. */
  extended: z.number(),
  /** True when the first warning was given, or is not due any more. */
  warned: z.boolean(),
  /** Set after the last warning: when the meeting ends for everyone. */
  closesAt: z.optional(z.number()),
  /** Whether an open poll holds the end off, or did so. */
  poll: z.optional(z.enum(['waits', 'waited'])),
  /** Since when the room is empty. */
  emptySince: z.optional(z.number()),
});
export type Sitting = z.infer<typeof Sitting>;

const none = z.object({});

export const duration = contract('duration', {
  state: z.object({
    limit: z.optional(DurationLimit),
    sitting: z.optional(Sitting),
    /** The open polls of this room. Only the server has them. */
    polls: z.array(PollId),
  }),
  commands: {
    /** Adds minutes to the sitting. Refused as `conflict` beyond what the limit allows, as `notFound` without a limit. */
    extend: command({
      needs: 'durationExtend',
      limit: perSecond(1, 5),
      input: z.strictObject({ minutes: z.int().check(z.minimum(1), z.maximum(durationLimits.extensionMinutes)) }),
      output: none,
    }),
  },
  events: {
    /** The limit with which the room was opened: the first entry of its log. */
    limited: durable(DurationLimit),
    /** A later meeting in this room has no limit. Not emitted when the one before had none. */
    freed: durable(none),
    /** The first member came in. Not emitted when a member comes back within a minute. */
    began: durable(none),
    /** The last member left. */
    emptied: durable(none),
    /** A member came back within a minute. */
    resumed: durable(none),
    /** The first warning. Not emitted in a sitting of 5 minutes or less. */
    warned: durable(none),
    /** The last warning, at least a minute before `closesAt`. Emitted again when an open poll moves the end. */
    closing: durable(z.object({ closesAt: z.number(), poll: z.optional(z.enum(['waits', 'waited'])) })),
    extended: durable(z.object({ minutes: z.number() })),
    /** The limit is reached: the meeting, which had these minutes, is over for everyone. */
    reached: durable(z.object({ minutes: z.number(), of: LimitOwner })),
    /** The sitting is over for another reason: a host ended the meeting. */
    over: durable(none),
    /** To no member. Emitted only in a room with a limit. */
    pollOpened: durable(z.object({ poll: PollId })),
    /** To no member. Emitted only in a room with a limit. */
    pollClosed: durable(z.object({ poll: PollId })),
  },
  passing: ['emptied', 'resumed', 'warned', 'closing', 'pollOpened', 'pollClosed'],
});
