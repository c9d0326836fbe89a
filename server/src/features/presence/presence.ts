import { reducePresence } from '@plenum/shared/features/presence/reduce';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { on, serve } from '../../room/serve.ts';

/** Who is here. This feature keeps the seats: whoever it says has left is out of the room. */
export const servePresence = serve(reducePresence, {
  commands: {
    leave(context) {
      context.emit('left', { id: context.member.id });
      return {};
    },
    rename(context, { name }) {
      if (name !== context.member.name) context.emit('renamed', { id: context.member.id, name });
      return {};
    },
  },
  listens: [
    on(presence, moderation, 'promoted', (context, { member, role }) => {
      context.emit('promoted', { id: member, role });
    }),
  ],
  seats: (state) => state.members,
  onJoined: (context, { id, name, role }) => context.emit('joined', { id, name, role }),
  onLost(context, id) {
    if (context.state.members[id]?.online) context.emit('dropped', { id });
  },
  onReturned(context, id) {
    if (context.state.members[id]) context.emit('returned', { id });
  },
  onExpired(context, id) {
    if (context.state.members[id]) context.emit('left', { id });
  },
  onRestored(context) {
    for (const { id, online } of Object.values(context.state.members)) if (online) context.emit('dropped', { id });
  },
});
