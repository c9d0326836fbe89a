import { isStaff } from '@plenum/shared/core/abilities';
import type { StateOf } from '@plenum/shared/core/contract';
import { AppError, assertNever } from '@plenum/shared/core/errors';
import { lobby, LobbyPolicy } from '@plenum/shared/features/lobby/contract';
import { reduceLobby } from '@plenum/shared/features/lobby/reduce';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { type Comer, on, serve } from '../../room/serve.ts';
import {
  letIn,
  type LobbyContext,
  placeOf,
  queueOf,
  remember,
  requireSeat,
  requireWaiting,
  tellPlaces,
  turnAway,
  updateWatchers,
} from './queue.ts';

type State = StateOf<typeof lobby>;

/** Admits a comer, makes them wait, or throws: by policy, role, key and remembered answer. @throws AppError `forbidden` */
function atDoor({ policy, remembered }: State, comer: Comer): Comer {
  const isTrusted = isStaff(comer) || comer.standing === 'inside';
  if (policy === 'open' || isTrusted) return comer;
  const before = remembered.find(({ person }) => person === comer.person)?.as;
  if (before === 'denied') throw new AppError('forbidden', 'A moderator has turned you away from this meeting.');
  if (before !== undefined) return { ...comer, role: before };
  switch (policy) {
    case 'ask':
      return { ...comer, waits: true };
    case 'members':
      return comer.standing === 'member' ? comer : { ...comer, role: 'guest', waits: true };
    case 'closed':
      throw new AppError('forbidden', 'This meeting admits nobody now.');
    default:
      return assertNever(policy);
  }
}

function onKnocked(context: LobbyContext, { id, name, role, person, standing }: Comer): void {
  updateWatchers(context);
  context.emit('knocked', { id, name, role }, { to: [...context.state.watchers, id] });
  const hidden = { ...(person !== undefined && { person }), invited: standing === 'member' };
  context.emit('identified', { member: id, ...hidden }, { to: [] });
  // No `placed` here: the places of the others stay, and the newcomer asks with `look`.
}

/** Applies a new policy to the people who wait already; a person without a free seat keeps waiting. */
function applyPolicy(context: LobbyContext): void {
  const { policy } = context.state;
  for (const one of queueOf(context)) {
    const isWelcome = policy === 'open' || (policy === 'members' && one.invited);
    if (isWelcome && context.hasSeatFor('participant')) letIn(context, one, 'participant');
    else if (policy === 'closed') turnAway(context, one, { words: '' });
  }
}

/** Serves the people who wait outside, and the members who let them in. */
export const serveLobby = serve(reduceLobby, {
  commands: {
    setPolicy(context, { policy }) {
      if (context.state.policy === policy) return {};
      updateWatchers(context);
      context.emit('policySet', { policy, by: context.member.name });
      applyPolicy(context);
      tellPlaces(context);
      return {};
    },
    tellAll(context, { words }) {
      if (context.state.words === words) return {};
      updateWatchers(context);
      const outside = Object.keys(context.state.waiting);
      context.emit('toldAll', { words }, { to: [...context.state.watchers, ...outside] });
      return {};
    },
    tell(context, { member, words }) {
      updateWatchers(context);
      if (requireWaiting(context, member).words === words) return {};
      context.emit('told', { member, words }, { to: [...context.state.watchers, member] });
      return {};
    },
    admit(context, { member, as, remember: keep }) {
      updateWatchers(context);
      const one = requireWaiting(context, member);
      requireSeat(context, as);
      const place = placeOf(context, member);
      if (keep) remember(context, one, as);
      letIn(context, one, as, context.member.name);
      tellPlaces(context, place);
      return {};
    },
    admitAll(context, { as }) {
      updateWatchers(context);
      const queue = queueOf(context);
      if (queue.length > 0) requireSeat(context, as);
      for (const one of queue) if (context.hasSeatFor(as)) letIn(context, one, as);
      tellPlaces(context);
      const by = context.member.name;
      if (queue.length > 0) context.emit('admittedAll', { by }, { to: context.state.watchers });
      return {};
    },
    deny(context, { member, words, remember: keep }) {
      updateWatchers(context);
      const one = requireWaiting(context, member);
      const place = placeOf(context, member);
      if (keep) remember(context, one, 'denied');
      turnAway(context, one, { words, by: context.member.name });
      tellPlaces(context, place);
      return {};
    },
    forget(context) {
      if (context.state.rememberedCount === 0) return {};
      updateWatchers(context);
      context.emit('forgot', {}, { to: [] });
      context.emit('counted', { count: 0 }, { to: context.state.watchers });
      return {};
    },
    look(context) {
      const queue = queueOf(context);
      return { place: placeOf(context, context.member.id), of: queue.length };
    },
    leave(context) {
      leaveQueue(context, context.member.id);
      return {};
    },
  },
  listens: [
    on(lobby, presence, 'joined', updateWatchers),
    on(lobby, presence, 'promoted', updateWatchers),
    on(lobby, moderation, 'granted', updateWatchers),
    on(lobby, presence, 'left', (context, { id }) => {
      if (context.state.watchers.includes(id)) context.emit('watcherRemoved', { member: id }, { to: [id] });
    }),
    on(lobby, presence, 'everyoneLeft', updateWatchers),
    on(lobby, moderation, 'barred', (context, { person }) => {
      const barred = queueOf(context).filter((one) => one.person === person);
      for (const one of barred) turnAway(context, one, { words: '' });
      if (barred.length > 0) tellPlaces(context);
    }),
    on(lobby, moderation, 'ended', (context) => {
      for (const one of queueOf(context)) turnAway(context, one, { words: '' });
    }),
  ],
  door: {
    waits: (state) => state.waiting,
    atDoor,
    sign: ({ policy }) => (policy === 'open' ? undefined : policy),
    knocked: onKnocked,
    displaced(context, id) {
      const one = context.state.waiting[id];
      if (one?.online) {
        updateWatchers(context);
        const place = placeOf(context, id);
        turnAway(context, one, { words: '', displaced: true });
        tellPlaces(context, place);
      } else leaveQueue(context, id);
    },
  },
  life: {
    opened(context, setting) {
      const policy = LobbyPolicy.parse(setting);
      if (context.state.policy !== policy) context.emit('policySet', { policy, by: '' });
    },
    lost(context, id) {
      if (context.state.waiting[id]?.online) context.emit('dropped', { member: id }, { to: context.state.watchers });
    },
    returned(context, id) {
      if (context.state.waiting[id]) context.emit('returned', { member: id }, { to: [...context.state.watchers, id] });
    },
    expired: leaveQueue,
    restored(context) {
      for (const { id, online } of queueOf(context)) {
        if (online) context.emit('dropped', { member: id }, { to: context.state.watchers });
      }
    },
  },
});

function leaveQueue(context: LobbyContext, id: string): void {
  if (!context.state.waiting[id]) return;
  updateWatchers(context);
  const place = placeOf(context, id);
  context.emit('left', { member: id }, { to: [...context.state.watchers, id] });
  tellPlaces(context, place);
}
