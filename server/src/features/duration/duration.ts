import { AppError, assertNever } from '@plenum/shared/core/errors';
import { duration, DurationLimit, type LimitOwner, type Sitting } from '@plenum/shared/features/duration/contract';
import { durationLimits } from '@plenum/shared/features/duration/limits';
import { reduceDuration } from '@plenum/shared/features/duration/reduce';
import { endOf, extendableBy, nextActOf } from '@plenum/shared/features/duration/time';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { poll } from '@plenum/shared/features/poll/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import * as z from 'zod/mini';
import { type Context, on, serve } from '../../room/serve.ts';

type DurationContext = Context<typeof duration>;

const { noticeMs, warnMs, pollMs, emptyMs } = durationLimits;

/** The limit's owner, in words for the error of a refusal. */
function wordsOf(owner: LimitOwner): string {
  switch (owner.is) {
    case 'server':
      return 'the limit of this server';
    case 'opener':
      return 'the limit with which this room was opened';
    case 'organisation':
      return `the limit of ${owner.name} (${owner.tier})`;
    default:
      return assertNever(owner);
  }
}

function extend(context: DurationContext, minutes: number): void {
  const { limit, sitting } = context.state;
  if (!limit || !sitting) throw new AppError('notFound', 'This meeting has no limit of time.');
  const rest = extendableBy(limit, sitting);
  if (minutes > rest) {
    throw new AppError('conflict', `By ${wordsOf(limit.of)} this meeting can be extended by ${rest} more minutes.`);
  }
  context.emit('extended', { minutes });
}

function onJoined(context: DurationContext): void {
  const { limit, sitting } = context.state;
  if (!limit) return;
  if (sitting && sitting.emptySince === undefined) return;
  const isSame = sitting?.emptySince !== undefined && context.now() - sitting.emptySince < emptyMs;
  context.emit(isSame ? 'resumed' : 'began', {});
  giveNotice(context);
}

function onLeft(context: DurationContext): void {
  const { sitting } = context.state;
  if (sitting && sitting.emptySince === undefined && context.members.length === 0) context.emit('emptied', {});
}

/** After an interruption: moves an end that is less than the notice away. */
function giveNotice(context: DurationContext): void {
  const { sitting } = context.state;
  if (!sitting || sitting.emptySince !== undefined) return;
  const soonest = context.now() + noticeMs;
  if (endOf(sitting) < soonest) context.emit('closing', { closesAt: soonest });
}

/** Warns, holds the end off for an open poll, or ends the meeting, as the time says. */
function act(context: DurationContext, limit: DurationLimit, sitting: Sitting): void {
  const now = context.now();
  const { endsAt, closesAt, warned, poll: wait } = sitting;
  if (closesAt !== undefined) {
    if (now < closesAt) return;
    if (context.state.polls.length > 0 && wait === undefined) {
      context.emit('closing', { closesAt: now + pollMs, poll: 'waits' });
    } else context.emit('reached', { minutes: limit.minutes + sitting.extended, of: limit.of });
  } else if (now >= endsAt - noticeMs) context.emit('closing', { closesAt: Math.max(endsAt, now + noticeMs) });
  else if (!warned && now >= endsAt - warnMs) context.emit('warned', {});
}

function onPollOver(context: DurationContext, id: string): void {
  if (!context.state.polls.includes(id)) return;
  context.emit('pollClosed', { poll: id }, { to: [] });
  const { sitting, polls } = context.state;
  if (polls.length > 0 || sitting?.poll !== 'waits') return;
  context.emit('closing', { closesAt: Math.min(endOf(sitting), context.now() + noticeMs), poll: 'waited' });
}

/** How long a meeting may last. */
export const serveDuration = serve(reduceDuration, {
  commands: {
    extend(context, { minutes }) {
      extend(context, minutes);
      return {};
    },
  },
  listens: [
    on(duration, presence, 'joined', onJoined),
    on(duration, presence, 'left', onLeft),
    on(duration, presence, 'everyoneLeft', onLeft),
    on(duration, moderation, 'ended', (context) => {
      if (context.state.sitting) context.emit('over', {});
    }),
    on(duration, poll, 'opened', (context, { poll: { id } }) => {
      if (context.state.limit) context.emit('pollOpened', { poll: id }, { to: [] });
    }),
    on(duration, poll, 'closed', (context, { poll: id }) => onPollOver(context, id)),
    on(duration, poll, 'removed', (context, { poll: id }) => onPollOver(context, id)),
  ],
  life: {
    opened(context, setting) {
      const limit = z.nullable(DurationLimit).parse(setting);
      if (limit) context.emit('limited', limit);
      else if (context.state.limit) context.emit('freed', {});
    },
    restored: giveNotice,
  },
  errands: {
    wakesAt: ({ sitting }) => sitting && nextActOf(sitting),
    wake(context) {
      const { limit, sitting } = context.state;
      if (limit && sitting && sitting.emptySince === undefined) act(context, limit, sitting);
    },
  },
});
