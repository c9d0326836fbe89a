import { AppError } from '@plenum/shared/core/errors';
import type { MemberId } from '@plenum/shared/core/ids';
import { hand } from '@plenum/shared/features/hand/contract';
import { reduceHand } from '@plenum/shared/features/hand/reduce';
import { presence } from '@plenum/shared/features/presence/contract';
import { type Context, on, serve } from '../../room/serve.ts';

type HandContext = Context<typeof hand>;

function isUp({ state }: HandContext, member: MemberId): boolean {
  return state.floor?.member === member || state.queue.some((waiting) => waiting.member === member);
}

function lowerAll(context: HandContext): void {
  if (context.state.queue.length > 0 || context.state.floor) context.emit('allLowered', {});
}

/** The queue of raised hands. */
export const serveHand = serve(reduceHand, {
  commands: {
    raise(context) {
      if (!isUp(context, context.member.id)) context.emit('raised', { member: context.member.id });
      return {};
    },
    lower(context) {
      if (isUp(context, context.member.id)) context.emit('lowered', { member: context.member.id });
      return {};
    },
    lowerOther(context, { member }) {
      if (!isUp(context, member)) throw new AppError('notFound', 'That hand is not up.');
      context.emit('lowered', { member });
      return {};
    },
    lowerAll(context) {
      lowerAll(context);
      return {};
    },
    call(context, { member }) {
      const { queue } = context.state;
      const next = member === undefined ? queue[0] : queue.find((waiting) => waiting.member === member);
      if (!next) throw new AppError('notFound', 'No such hand is up.');
      context.emit('called', { member: next.member });
      return { member: next.member };
    },
  },
  listens: [
    on(hand, presence, 'left', (context, { id }) => {
      if (isUp(context, id)) context.emit('lowered', { member: id });
    }),
    on(hand, presence, 'everyoneLeft', lowerAll),
  ],
});
