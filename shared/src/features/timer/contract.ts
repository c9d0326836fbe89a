import * as z from 'zod/mini';
import { command, contract, durable, perSecond } from '../../core/contract.ts';
import { timerLimits } from './limits.ts';

/** The length that one command gives to a countdown, in ms. */
const Span = z.int().check(z.minimum(timerLimits.shortestMs), z.maximum(timerLimits.longestMs));

/** What the timer counts. A countdown's length grows when time is added. */
const Kind = z.discriminatedUnion('is', [
  z.object({ is: z.literal('countdown'), lengthMs: z.number() }),
  z.object({ is: z.literal('stopwatch') }),
]);
export type Kind = z.infer<typeof Kind>;

/** `spentMs` is the time that the timer had run before `since` (epoch ms), or when it was paused. */
const Run = z.discriminatedUnion('is', [
  z.object({ is: z.literal('running'), since: z.number(), spentMs: z.number() }),
  z.object({ is: z.literal('paused'), spentMs: z.number() }),
  z.object({ is: z.literal('over') }),
]);

export const Timer = z.object({ kind: Kind, run: Run });
export type Timer = z.infer<typeof Timer>;

const none = z.strictObject({});
const managing = { needs: 'timerManage', limit: perSecond(2, 10) } as const;

export const timer = contract('timer', {
  state: z.object({ timer: z.optional(Timer) }),
  commands: {
    /** Starts a countdown of `lengthMs`, or a stopwatch when it is absent. Replaces the timer before. */
    start: command({ ...managing, input: z.strictObject({ lengthMs: z.optional(Span) }), output: none }),
    pause: command({ ...managing, input: none, output: none }),
    resume: command({ ...managing, input: none, output: none }),
    /** Gives a countdown more time. */
    add: command({ ...managing, input: z.strictObject({ ms: Span }), output: none }),
    /** Stops the timer at its beginning. */
    reset: command({ ...managing, input: none, output: none }),
    remove: command({ ...managing, input: none, output: none }),
  },
  events: {
    started: durable(z.object({ kind: Kind })),
    /** Not emitted when the timer is paused or over. */
    paused: durable(z.object({})),
    /** Not emitted when the timer runs. */
    resumed: durable(z.object({})),
    added: durable(z.object({ ms: z.number() })),
    /** Not emitted when the timer is at its beginning. */
    reset: durable(z.object({})),
    /** Not emitted when there is no timer. */
    removed: durable(z.object({})),
    /** The time of a countdown has passed. Emitted once for each end. */
    ended: durable(z.object({})),
  },
  passing: ['started', 'paused', 'resumed', 'added', 'reset', 'removed', 'ended'],
  vital: ['pause', 'remove'],
});
