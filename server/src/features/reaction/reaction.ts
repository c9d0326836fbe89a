import { reduceReaction } from '@plenum/shared/features/reaction/reduce';
import { serve } from '../../room/serve.ts';

/** Signs without words: told to everyone, kept by nobody. */
export const serveReaction = serve(reduceReaction, {
  commands: {
    react(context, { emoji }) {
      context.emit('reacted', { member: context.member.id, emoji });
      return {};
    },
  },
});
