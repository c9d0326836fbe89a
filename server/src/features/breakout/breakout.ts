import { AppError } from '@plenum/shared/core/errors';
import { limits } from '@plenum/shared/core/limits';
import { breakoutLimits } from '@plenum/shared/features/breakout/limits';
import { isSame } from '@plenum/shared/core/same';
import { breakout, Plan, SavedPlan } from '@plenum/shared/features/breakout/contract';
import { byName } from '@plenum/shared/features/breakout/lists';
import { reduceBreakout } from '@plenum/shared/features/breakout/reduce';
import { duration } from '@plenum/shared/features/duration/contract';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import * as z from 'zod/mini';
import { on, serve } from '../../room/serve.ts';
import {
  closeAll,
  closeOne,
  stopFormerManager,
  move,
  onJoined,
  onRoomFailed,
  onRoomOpen,
  openAgain,
  openAll,
  requireMembers,
  requireRoom,
  requireRunning,
  setTime,
} from './rooms.ts';
import { followManagers, followRights, updateManagers } from './managers.ts';
import { onRoomFact, tellParent, reportToParent } from './toParent.ts';

/** Serves the rooms of a meeting: the plan, the place of each member, and the time. */
export const serveBreakout = serve(reduceBreakout, {
  commands: {
    draft(context, { revision, assigned, ...plan }) {
      updateManagers(context);
      if (revision !== context.state.draft.revision)
        throw new AppError('conflict', 'Another moderator changed the plan. Read it again first.');
      const keys = new Set(plan.rooms.map(({ key }) => key));
      if ([...assigned, ...plan.expected].some(({ room }) => !keys.has(room))) {
        throw new AppError('notFound', 'There is no such room in the plan.');
      }
      const known = Object.fromEntries(assigned.map(({ member, room }) => [member, room]));
      if (isSame(Plan.parse({ ...plan, assigned: known }), Plan.parse(context.state.draft))) return {};
      context.emit('drafted', { ...plan, assigned: known, revision: revision + 1 });
      return {};
    },
    assign(context, { member, room }) {
      updateManagers(context);
      const { draft } = context.state;
      if (room === undefined ? draft.assigned[member] === undefined : draft.assigned[member] === room) return {};
      if (room !== undefined) {
        requireMembers(context, [member]);
        if (!draft.rooms.some(({ key }) => key === room))
          throw new AppError('notFound', 'There is no such room in the plan.');
        if (Object.keys(draft.assigned).length >= 2 * limits.membersPerRoom)
          throw new AppError('full', `A plan has at most ${2 * limits.membersPerRoom} people.`);
      }
      context.emit('assigned', { member, ...(room !== undefined && { room }) });
      return {};
    },
    save(context, { name }) {
      updateManagers(context);
      const { saved, draft } = context.state;
      const isNew = !saved.some((plan) => plan.name === name);
      if (isNew && saved.length >= breakoutLimits.plansSaved)
        throw new AppError('full', `At most ${breakoutLimits.plansSaved} plans are saved. Delete one first.`);
      context.emit('saved', { name, ...byName(draft, context.members) });
      return {};
    },
    forget(context, { name }) {
      if (!context.state.saved.some((plan) => plan.name === name))
        throw new AppError('notFound', 'There is no saved plan of this name.');
      context.emit('forgotten', { name });
      return {};
    },
    open(context) {
      if (context.rooms.parent !== undefined)
        throw new AppError('conflict', 'A breakout room cannot have rooms of its own.');
      updateManagers(context);
      openAll(context);
      return {};
    },
    close(context, { room }) {
      if (room === undefined) closeAll(context);
      else closeOne(context, room);
      return {};
    },
    time(context, { minutes }) {
      setTime(context, minutes);
      return {};
    },
    send(context, { members, room, invite }) {
      const people = requireMembers(context, members);
      if (room === undefined) requireRunning(context);
      else requireRoom(context, room);
      context.emit('sent', { members: people.map(({ id }) => id), ...(room !== undefined && { room }) });
      // There is no invitation back into the meeting: members move there at once.
      if (room === undefined || invite === 'now') move(context, people, room);
      return {};
    },
    enter(context, { room }) {
      requireRoom(context, room);
      const { member } = context;
      const { options, assigned } = requireRunning(context);
      const manages = member.abilities.includes('breakoutManage');
      if (!manages && options.choice !== 'free' && assigned[member.id] !== room) {
        throw new AppError('forbidden', 'You are not assigned to this room.');
      }
      move(context, [member], room);
      return {};
    },
    back(context) {
      move(context, [context.member]);
      return {};
    },
    decline(context) {
      const { id } = context.member;
      const { assigned, declined } = requireRunning(context);
      if (assigned[id] === undefined) throw new AppError('notFound', 'You are not assigned to a room.');
      if (!declined.includes(id)) context.emit('declined', { member: id });
      return {};
    },
    help(context) {
      const { id } = context.member;
      const room = context.state.places[id];
      if (room === undefined) throw new AppError('conflict', 'You are in the meeting, not in a room.');
      if (!requireRunning(context).help.some((call) => call.room === room))
        context.emit('called', { room, member: id });
      return {};
    },
    helped(context, { room }) {
      if (requireRunning(context).help.some((call) => call.room === room)) context.emit('helped', { room });
      return {};
    },
    say(context, { text }) {
      requireRunning(context);
      context.emit('said', { id: context.newId(), name: context.member.name, text });
      return {};
    },
    speak(context, { on: wanted }) {
      const { id } = context.member;
      const { speaker } = requireRunning(context);
      if (wanted && speaker !== undefined && speaker !== id) {
        throw new AppError('conflict', 'Another member speaks to all rooms. Wait until they stop.');
      }
      if (wanted !== (speaker === id)) context.emit('spoke', wanted ? { member: id } : {});
      return {};
    },
    record: ({ state }) => ({ lines: [...state.record] }),
    ticket(context) {
      const { member } = context;
      const room = context.state.places[member.id];
      if (room === undefined) throw new AppError('notFound', 'Your place is in the meeting.');
      return { room, ...context.rooms.pass(room, member) };
    },
  },
  listens: [
    on(breakout, presence, 'joined', (context, { id }) => onJoined(context, id)),
    on(breakout, presence, 'left', (context, { id }) => {
      if (context.state.places[id] !== undefined) context.emit('moved', { people: [{ id, name: '' }] });
      if (context.state.running?.speaker === id) context.emit('spoke', {});
    }),
    on(breakout, presence, 'everyoneLeft', (context) => {
      const people = Object.keys(context.state.places).map((id) => ({ id, name: '' }));
      if (people.length > 0) context.emit('moved', { people });
      if (context.state.running?.speaker !== undefined) context.emit('spoke', {});
    }),
    on(breakout, presence, 'promoted', stopFormerManager),
    on(breakout, moderation, 'granted', stopFormerManager),
    on(breakout, duration, 'reached', (context) => {
      if (context.state.running) closeAll(context);
    }),
    on(breakout, moderation, 'ended', (context) => {
      tellParent(context, { type: 'ended' });
      if (context.state.running) closeAll(context);
    }),
    ...followManagers,
    ...reportToParent,
  ],
  life: {
    opened(context, setting) {
      for (const plan of z.array(SavedPlan).parse(setting)) {
        const { saved } = context.state;
        const before = saved.find(({ name }) => name === plan.name);
        if (before ? !isSame(before, plan) : saved.length < breakoutLimits.plansSaved) context.emit('saved', plan);
      }
    },
    restored(context) {
      followRights(context);
      openAgain(context);
    },
  },
  family: {
    elsewhere: ({ places }) => places,
    told: onRoomFact,
    child(context, child, state) {
      if (state === 'open') onRoomOpen(context, child);
      else if (state === 'failed') onRoomFailed(context, child);
    },
  },
  errands: {
    wakesAt: ({ running }) => running?.endsAt,
    wake(context) {
      const endsAt = context.state.running?.endsAt;
      if (endsAt !== undefined && endsAt <= context.now()) closeAll(context);
    },
  },
});
