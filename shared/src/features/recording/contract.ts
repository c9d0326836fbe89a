import * as z from 'zod/mini';
import { ChatKept } from '../../api/recording/chatKept.ts';
import { command, contract, durable, perSecond } from '../../core/contract.ts';
import { MemberId, NameOfMember, RecordingId } from '../../core/ids.ts';

/** What a member said about being recorded. */
export const Answer = z.enum(['accepted', 'out']);
export type Answer = z.infer<typeof Answer>;

/** `starting`: nothing is written yet. `spentMs`: what the recording's clock showed at `since` (epoch ms), or when it paused. */
const Run = z.discriminatedUnion('is', [
  z.object({ is: z.literal('starting'), spentMs: z.number() }),
  z.object({ is: z.literal('running'), since: z.number(), spentMs: z.number() }),
  z.object({ is: z.literal('paused'), spentMs: z.number() }),
]);

/** The part of the organisation's space that is used, in bytes. */
export const Space = z.object({ bytes: z.number(), most: z.number() });
export type Space = z.infer<typeof Space>;

export const Recording = z.object({
  id: RecordingId,
  by: MemberId,
  name: NameOfMember,
  chat: ChatKept,
  run: Run,
  /** Absent where no bound holds. */
  space: z.optional(Space),
  /** The disk does not take all that comes. */
  slow: z._default(z.boolean(), false),
});
export type Recording = z.infer<typeof Recording>;

/** Why a recording was refused, or stopped without a command. */
export const StopReason = z.enum(['command', 'full', 'diskFull', 'disk', 'left', 'longest']);
export type StopReason = z.infer<typeof StopReason>;

/** What the program that opened a room says about its recordings. */
export const RecordingRule = z.object({
  /** Whether there may be any. */
  allowed: z.boolean(),
  /** Whether members start, pause and stop them. */
  byMembers: z.boolean(),
  /** Whether one starts when the first host or moderator comes. */
  starts: z.boolean(),
});
export type RecordingRule = z.infer<typeof RecordingRule>;

const none = z.strictObject({});
const controlling = { needs: 'recordingControl', limit: perSecond(1, 10) } as const;

export const recording = contract('recording', {
  state: z.object({
    recording: z.optional(Recording),
    answers: z.record(MemberId, Answer),
    /** The last meeting of the space was recorded, and this one is not yet. */
    reminds: z.boolean(),
    /** What the program that opened the room says; absent: members who may control recordings decide. */
    rule: z.optional(RecordingRule),
  }),
  commands: {
    /** Does nothing while a recording is there. */
    start: command({ ...controlling, input: z.strictObject({ chat: ChatKept }), output: none }),
    pause: command({ ...controlling, input: none, output: none }),
    resume: command({ ...controlling, input: none, output: none }),
    stop: command({ ...controlling, input: none, output: none }),
    /** The caller accepts to be recorded, or is left out. */
    answer: command({ limit: perSecond(1, 10), input: z.strictObject({ answer: Answer }), output: none }),
  },
  events: {
    /** A recording begins soon; nothing is written yet. */
    asked: durable(z.object({ id: RecordingId, by: MemberId, name: NameOfMember, chat: ChatKept })),
    /** From now on it is written. Emitted again when it goes on after a restart. */
    begun: durable(z.object({ spentMs: z.number(), space: z.optional(Space) })),
    /** Nothing was written. */
    refused: durable(z.object({ why: StopReason })),
    /** Not emitted when it is paused. */
    paused: durable(z.object({})),
    /** Not emitted when it runs. */
    resumed: durable(z.object({})),
    stopped: durable(z.object({ id: RecordingId, why: StopReason })),
    /** The server was restarted in the middle; `begun` follows. */
    broke: durable(z.object({})),
    /** Not emitted when it changes nothing. */
    answered: durable(z.object({ member: MemberId, answer: Answer })),
    /** The member left while a recording ran, and is asked again after a return. */
    forgot: durable(z.object({ member: MemberId })),
    /** 80 % or 95 % of the space is used now. */
    warned: durable(z.object({ percent: z.number(), space: Space })),
    /** The disk is too slow, or fast enough again. */
    slowed: durable(z.object({ slow: z.boolean() })),
    /** A program opens the room. Emitted before any member is here. */
    ruled: durable(RecordingRule),
    /** The last meeting of the space was recorded. Emitted before any member is here. */
    reminded: durable(z.object({})),
    /** The link to a recording that belongs to no space. To members who may control recordings. */
    linked: durable(z.object({ id: RecordingId, key: z.string() })),
  },
  vital: ['pause', 'stop', 'answer'],
});
