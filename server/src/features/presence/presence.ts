import { leads, reducePresence } from '@plenum/shared/features/presence/reduce';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { lobby } from '@plenum/shared/features/lobby/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import type { MemberId } from '@plenum/shared/core/ids';
import { without } from '../../room/audience.ts';
import { on, type Seat, serve } from '../../room/serve.ts';
import { onShared, onTold, shares, tellsNames } from './family.ts';
import { followSight, type PresenceContext, promote, toldOf } from './sight.ts';

function takeSeat(context: PresenceContext, { id, name, role, person }: Seat): void {
  const { blind, members } = context.state;
  const isSeen = blind.length === 0 || leads(context.state, { id, role });
  const to = [id, ...(isSeen ? [] : without(Object.keys(members), blind))];
  context.emit('joined', { id, name, role }, isSeen ? {} : { to });
  if (person !== undefined) context.emit('identified', { id, person }, { to: [] });
}

function leave(context: PresenceContext, id: MemberId): void {
  context.emit('left', { id }, toldOf(context, id));
}

function rename(context: PresenceContext, id: MemberId, name: string): void {
  context.emit('renamed', { id, name }, toldOf(context, id));
}

/** Who is here. This feature keeps the seats: whoever it says has left is out of the room. */
export const servePresence = serve(reducePresence, {
  commands: {
    leave(context) {
      leave(context, context.member.id);
      return {};
    },
    rename(context, { name }) {
      if (name !== context.member.name) rename(context, context.member.id, name);
      return {};
    },
  },
  listens: [
    on(presence, moderation, 'promoted', (context, { member, role }) => promote(context, member, role)),
    on(presence, moderation, 'renamed', (context, { member, name }) => rename(context, member, name)),
    on(presence, moderation, 'removed', (context, { member }) => leave(context, member)),
    on(presence, lobby, 'seated', takeSeat),
    on(presence, moderation, 'ended', (context) => {
      if (Object.keys(context.state.members).length > 0) context.emit('everyoneLeft', {});
    }),
    ...followSight,
    ...tellsNames,
  ],
  door: { seats: (state) => state.members },
  family: { shares, shared: onShared, told: onTold },
  life: {
    joined: takeSeat,
    lost(context, id) {
      if (context.state.members[id]?.online) context.emit('dropped', { id }, toldOf(context, id));
    },
    returned(context, id) {
      if (context.state.members[id]) context.emit('returned', { id }, toldOf(context, id));
    },
    expired(context, id) {
      if (context.state.members[id]) leave(context, id);
    },
    restored(context) {
      for (const { id, online } of Object.values(context.state.members)) {
        if (online) context.emit('dropped', { id }, toldOf(context, id));
      }
    },
  },
});
