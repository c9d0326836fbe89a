import { reducePresence } from '@plenum/shared/features/presence/reduce';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { lobby } from '@plenum/shared/features/lobby/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { type Context, on, type Seat, serve } from '../../room/serve.ts';
import { onShared, onTold, shares, tellsNames } from './family.ts';

function takeSeat(context: Context<typeof presence>, { id, name, role, person }: Seat): void {
  context.emit('joined', { id, name, role });
  if (person !== undefined) context.emit('identified', { id, person }, { to: [] });
}

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
    on(presence, moderation, 'renamed', (context, { member, name }) => context.emit('renamed', { id: member, name })),
    on(presence, moderation, 'removed', (context, { member }) => context.emit('left', { id: member })),
    on(presence, lobby, 'seated', takeSeat),
    on(presence, moderation, 'ended', (context) => {
      for (const id of Object.keys(context.state.members)) context.emit('left', { id });
    }),
    ...tellsNames,
  ],
  shares,
  onShared,
  onTold,
  seats: (state) => state.members,
  onJoined: takeSeat,
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
