import { reduceReaction } from '@plenum/shared/features/reaction/reduce';
import { serve } from '../../room/serve.ts';

/** Reactions: sent to all members and kept nowhere. */
export const serveReaction = serve(reduceReaction, {
  commands: {
    react(context, { emoji }) {
      context.emit('reacted', { member: context.member.id, emoji });
      return {};
    },
  },
});
