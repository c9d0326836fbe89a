import * as z from 'zod/mini';
import { LayoutMode } from '../../features/layout/contract.ts';

/** The version of these messages. A page and a meeting that speak different ones ignore each other. */
export const frameVersion = 1;
const plenum = z.literal(frameVersion);

/** What a page may press for the person, without further fields. `hello` asks for the state of everything. */
export const plainCommands = [
  'hello',
  'mute',
  'unmute',
  'cameraOn',
  'cameraOff',
  'shareScreen',
  'stopScreen',
  'raiseHand',
  'lowerHand',
  'openChat',
  'closeChat',
  'leave',
] as const;
export type FrameCommand = (typeof plainCommands)[number] | 'setLayout';

/** A message of the page around a meeting. */
export const ToFrame = z.discriminatedUnion('command', [
  z.strictObject({ plenum, command: z.enum(plainCommands) }),
  z.strictObject({ plenum, command: z.literal('setLayout'), layout: LayoutMode }),
]);
export type ToFrame = z.infer<typeof ToFrame>;

/** Why a person is not in the meeting any more. */
export const leftReasons = ['left', 'removed', 'elsewhere', 'failed'] as const;
/** `refused`: the person may not; `unavailable`: not now; `limited`: too many commands; `invalid`: no command. */
export const frameErrors = ['refused', 'unavailable', 'limited', 'invalid'] as const;

/** A message of a meeting to the page around it. It has counts and states, and never a name, a title or a text. */
export const FromFrame = z.discriminatedUnion('event', [
  z.strictObject({ plenum, event: z.enum(['ready', 'joined', 'ended']) }),
  z.strictObject({ plenum, event: z.literal('left'), reason: z.enum(leftReasons) }),
  z.strictObject({ plenum, event: z.literal('people'), count: z.int().check(z.minimum(0), z.maximum(1_000_000)) }),
  z.strictObject({ plenum, event: z.literal('microphone'), state: z.enum(['off', 'muted', 'on']) }),
  z.strictObject({ plenum, event: z.enum(['camera', 'screen']), on: z.boolean() }),
  z.strictObject({ plenum, event: z.literal('hand'), raised: z.boolean() }),
  z.strictObject({ plenum, event: z.literal('recording'), state: z.enum(['off', 'running', 'paused']) }),
  z.strictObject({
    plenum,
    event: z.literal('error'),
    code: z.enum(frameErrors),
    command: z.optional(z.string().check(z.maxLength(20))),
  }),
]);
export type FromFrame = z.infer<typeof FromFrame>;

type Without<T> = T extends unknown ? Omit<T, 'plenum'> : never;
/** An event without its version. */
export type FrameEvent = Without<FromFrame>;
