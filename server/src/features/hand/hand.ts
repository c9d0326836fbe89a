import { AppError } from '@plenum/shared/core/errors';
import type { MemberId } from '@plenum/shared/core/ids';
import { hand } from '@plenum/shared/features/hand/contract';
import { reduceHand } from '@plenum/shared/features/hand/reduce';
import { presence } from '@plenum/shared/features/presence/contract';
import { type Context, on, serve } from '../../room/serve.ts';

type HandContext = Context<typeof hand>;

function isRaised({ state }: HandContext, member: MemberId): boolean {
  return state.floor?.member === member || state.queue.some((waiting) => waiting.member === member);
}

function lowerAll(context: HandContext): void {
  if (context.state.queue.length > 0 || context.state.floor) context.emit('allLowered', {});
}

/** Serves the queue of raised hands. */
export const serveHand = serve(reduceHand, {
  commands: {
    raise(context) {
      if (!isRaised(context, context.member.id)) context.emit('raised', { member: context.member.id });
      return {};
    },
    lower(context) {
      if (isRaised(context, context.member.id)) context.emit('lowered', { member: context.member.id });
      return {};
    },
    lowerOther(context, { member }) {
      if (!isRaised(context, member)) throw new AppError('notFound', 'This hand is not raised.');
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
      if (!next) throw new AppError('notFound', 'No hand to call is raised.');
      context.emit('called', { member: next.member });
      return { member: next.member };
    },
  },
  listens: [
    on(hand, presence, 'left', (context, { id }) => {
      if (isRaised(context, id)) context.emit('lowered', { member: id });
    }),
    on(hand, presence, 'everyoneLeft', lowerAll),
  ],
});
