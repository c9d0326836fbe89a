import { reduceLayout } from '@plenum/shared/features/layout/reduce';
import { serve } from '../../room/serve.ts';

/** One way of looking for everyone. */
export const serveLayout = serve(reduceLayout, {
  commands: {
    push(context, { mode }) {
      context.emit('pushed', { mode, by: context.member.id });
      return {};
    },
    release(context) {
      if (context.state.pushed) context.emit('released', {});
      return {};
    },
  },
});
