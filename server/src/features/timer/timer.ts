import { AppError } from '@plenum/shared/core/errors';
import { presence } from '@plenum/shared/features/presence/contract';
import { type Timer, timer } from '@plenum/shared/features/timer/contract';
import { timerLimits } from '@plenum/shared/features/timer/limits';
import { reduceTimer } from '@plenum/shared/features/timer/reduce';
import { endOf, leftAt } from '@plenum/shared/features/timer/time';
import { type Context, on, serve } from '../../room/serve.ts';

type TimerContext = Context<typeof timer>;

function requireTimer({ state }: TimerContext): Timer {
  if (!state.timer) throw new AppError('notFound', 'There is no timer in this room. Start one first.');
  return state.timer;
}

/** Whether a countdown has no time left; `ended` may still have to be emitted. */
function isOver(now: Timer, at: number): boolean {
  return now.run.is === 'over' || leftAt(now, at) === 0;
}

function requireTimeLeft(context: TimerContext): Timer {
  const now = requireTimer(context);
  if (isOver(now, context.now())) throw new AppError('conflict', 'The countdown is over. Add time or reset it.');
  return now;
}

function add(context: TimerContext, ms: number): void {
  const now = requireTimer(context);
  const left = leftAt(now, context.now());
  if (left === undefined) throw new AppError('conflict', 'A stopwatch has no end. Start a countdown to add time.');
  if (left + ms > timerLimits.longestMs) {
    throw new AppError('conflict', 'A countdown has at most 24 hours left. Add less time.');
  }
  // `ended` may be late: the added time counts from the end of the countdown, not from the time that it had left.
  if (now.run.is === 'running' && left === 0) context.emit('ended', {});
  context.emit('added', { ms });
}

function remove(context: TimerContext): void {
  if (context.state.timer) context.emit('removed', {});
}

/** The timer of a room. */
export const serveTimer = serve(reduceTimer, {
  commands: {
    start(context, { lengthMs }) {
      context.emit('started', { kind: lengthMs === undefined ? { is: 'stopwatch' } : { is: 'countdown', lengthMs } });
      return {};
    },
    pause(context) {
      if (requireTimeLeft(context).run.is === 'running') context.emit('paused', {});
      return {};
    },
    resume(context) {
      if (requireTimeLeft(context).run.is === 'paused') context.emit('resumed', {});
      return {};
    },
    add(context, { ms }) {
      add(context, ms);
      return {};
    },
    reset(context) {
      const { run } = requireTimer(context);
      if (run.is !== 'paused' || run.spentMs > 0) context.emit('reset', {});
      return {};
    },
    remove(context) {
      remove(context);
      return {};
    },
  },
  listens: [
    on(timer, presence, 'everyoneLeft', remove),
    on(timer, presence, 'left', (context) => {
      if (context.state.timer && context.members.length === 0) remove(context);
    }),
  ],
  errands: {
    wakesAt: (state) => state.timer && endOf(state.timer),
    wake(context) {
      const { timer: now } = context.state;
      if (now?.run.is === 'running' && isOver(now, context.now())) context.emit('ended', {});
    },
  },
});
