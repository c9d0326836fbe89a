import { duration } from '@plenum/shared/features/duration/contract';
import { leads, reducePresence } from '@plenum/shared/features/presence/reduce';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { lobby } from '@plenum/shared/features/lobby/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import type { MemberId } from '@plenum/shared/core/ids';
import { without } from '../../room/audience.ts';
import { on, type Seat, serve } from '../../room/serve.ts';
import { onShared, onTold, shares, tellsNames } from './family.ts';
import { followsVisibility, type PresenceContext, promote, receiversOf } from './visibleMembers.ts';

function takeSeat(context: PresenceContext, { id, name, role, person }: Seat): void {
  const { blind, members } = context.state;
  const isSeen = blind.length === 0 || leads(context.state, { id, role });
  const to = [id, ...(isSeen ? [] : without(Object.keys(members), blind))];
  context.emit('joined', { id, name, role }, isSeen ? {} : { to });
  if (person !== undefined) context.emit('identified', { id, person }, { to: [] });
}

function leave(context: PresenceContext, id: MemberId): void {
  context.emit('left', { id }, receiversOf(context, id));
}

function leaveAll(context: PresenceContext): void {
  if (Object.keys(context.state.members).length > 0) context.emit('everyoneLeft', {});
}

function rename(context: PresenceContext, id: MemberId, name: string): void {
  context.emit('renamed', { id, name }, receiversOf(context, id));
}

/** The members of a room. This feature keeps the seats: a member whose seat it frees is out of the room. */
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
    on(presence, moderation, 'ended', leaveAll),
    on(presence, duration, 'reached', leaveAll),
    ...followsVisibility,
    ...tellsNames,
  ],
  door: { seats: (state) => state.members },
  family: { shares, shared: onShared, told: onTold },
  life: {
    joined: takeSeat,
    lost(context, id) {
      if (context.state.members[id]?.online) context.emit('dropped', { id }, receiversOf(context, id));
    },
    returned(context, id) {
      if (context.state.members[id]) context.emit('returned', { id }, receiversOf(context, id));
    },
    expired(context, id) {
      if (context.state.members[id]) leave(context, id);
    },
    restored(context) {
      for (const { id, online } of Object.values(context.state.members)) {
        if (online) context.emit('dropped', { id }, receiversOf(context, id));
      }
    },
  },
});
