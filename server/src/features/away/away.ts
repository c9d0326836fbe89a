import { away } from '@plenum/shared/features/away/contract';
import { reduceAway } from '@plenum/shared/features/away/reduce';
import { presence } from '@plenum/shared/features/presence/contract';
import { on, serve } from '../../room/serve.ts';

/** Serves the members who say that they are away from the screen. */
export const serveAway = serve(reduceAway, {
  commands: {
    set(context, { away: goes }) {
      const member = context.member.id;
      const isAway = Object.hasOwn(context.state.since, member);
      if (goes && !isAway) context.emit('gone', { member });
      else if (!goes && isAway) context.emit('back', { member });
      return {};
    },
  },
  listens: [
    on(away, presence, 'left', (context, { id }) => {
      if (Object.hasOwn(context.state.since, id)) context.emit('back', { member: id });
    }),
    on(away, presence, 'everyoneLeft', (context) => {
      if (Object.keys(context.state.since).length > 0) context.emit('allBack', {});
    }),
  ],
});
