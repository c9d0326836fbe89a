import { reduceLayout } from '@plenum/shared/features/layout/reduce';
import { serve } from '../../room/serve.ts';

/** Serves the layout that a presenter pushes to everyone. */
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
