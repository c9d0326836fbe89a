import { AppError } from '@plenum/shared/core/errors';
import type { MemberId, RoomId } from '@plenum/shared/core/ids';
import { breakout, type OpenRoom, type Options, type Running } from '@plenum/shared/features/breakout/contract';
import { byName, recognized } from '@plenum/shared/features/breakout/lists';
import type { Luggage } from '../../room/family.ts';
import type { Context, MemberView } from '../../room/serve.ts';

export type BreakoutContext = Context<typeof breakout>;

const minute = 60_000;

/** @throws AppError `closed` when no rooms are open */
export function requireRunning({ state }: BreakoutContext): Running {
  if (!state.running) throw new AppError('closed', 'No rooms are open.');
  return state.running;
}

/** @throws AppError `notFound` for a room that is not one of those open now, `unavailable` before it is open or when it failed */
export function requireRoom(context: BreakoutContext, id: RoomId): OpenRoom {
  const room = requireRunning(context).rooms.find((one) => one.id === id);
  if (!room) throw new AppError('notFound', 'There is no such room, or it is closed.');
  if (room.state !== 'open') throw new AppError('unavailable', 'This room is not open.');
  return room;
}

/** @throws AppError `notFound` when one of them is not in the meeting */
export function requireMembers(context: BreakoutContext, ids: readonly MemberId[]): readonly MemberView[] {
  return [...new Set(ids)].map((id) => {
    const member = context.find(id);
    if (!member) throw new AppError('notFound', 'This member is no longer in the meeting.');
    return member;
  });
}

/** Moves members to a room, or without `room` to the meeting. Does nothing for members who are there already. */
export function move(context: BreakoutContext, people: readonly { id: MemberId; name: string }[], room?: RoomId): void {
  const going = people.filter(({ id }) => context.state.places[id] !== room);
  if (going.length === 0) return;
  context.emit('moved', {
    people: going.map(({ id, name }) => ({ id, name })),
    ...(room !== undefined && { room }),
  });
}

/** Returns a new room id, in small letters. It is no secret: entering takes a ticket. */
function newRoomId(context: BreakoutContext): RoomId {
  return `room-${context.newId().toLowerCase().replaceAll('_', '-')}`;
}

/** Opens the rooms of the plan. @throws AppError `conflict` when rooms are open */
export function openAll(context: BreakoutContext): void {
  const { draft, running } = context.state;
  if (running) throw new AppError('conflict', 'Rooms are open already. Close them first.');
  const rooms = draft.rooms.map(({ key, name }) => ({ id: newRoomId(context), key, name, state: 'opening' as const }));
  const idOf = new Map(rooms.map(({ key, id }) => [key, id]));
  const planned = { ...recognized(draft.expected, unassigned(context), context.members).assigned, ...draft.assigned };
  const assigned = Object.entries(planned).flatMap(([member, key]) => {
    const room = idOf.get(key);
    return room === undefined ? [] : [[member, room] as const];
  });
  const { minutes } = draft.options;
  const startedAt = context.now();
  context.emit('opened', {
    startedAt,
    ...(minutes !== undefined && { endsAt: startedAt + minutes * minute }),
    options: draft.options,
    rooms,
    assigned: Object.fromEntries(assigned),
  });
  for (const { id, name } of rooms) context.rooms.open({ id, title: name }, luggageOf(draft.options));
}

/** The luggage of each room. A room may have no moderator, so any member may present. */
function luggageOf({ slides }: Options): Luggage {
  return { moderation: 'anyone', ...(slides !== undefined && { slides }) };
}

/** Opens the rooms again that were open or opening when the server stopped. */
export function openAgain({ state, rooms }: BreakoutContext): void {
  const { running } = state;
  for (const { id, name, state: before } of running?.rooms ?? []) {
    if (before === 'open') rooms.open({ id, title: name });
    else if (before === 'opening' && running) rooms.open({ id, title: name }, luggageOf(running.options));
  }
}

function unassigned({ members, state }: BreakoutContext): readonly MemberView[] {
  return members.filter(({ id }) => !Object.hasOwn(state.draft.assigned, id));
}

/** Moves all members back to the meeting and closes all rooms. @throws AppError `closed` when no rooms are open */
export function closeAll(context: BreakoutContext): void {
  const { rooms, assigned, options } = requireRunning(context);
  const keyOf = new Map(rooms.map(({ id, key }) => [id, key]));
  const keys = Object.entries({ ...assigned, ...context.state.places }).flatMap(([member, room]) => {
    const key = keyOf.get(room);
    return key === undefined ? [] : [[member, key] as const];
  });
  const planned = rooms.map(({ key, name }) => ({ key, name }));
  const plan = { rooms: planned, assigned: Object.fromEntries(keys), expected: [], options };
  context.emit('ended', { last: { name: '', ...byName(plan, context.members) } });
  for (const { id } of rooms) context.rooms.close(id);
}

/** Closes one room; with the last room, `closeAll`. @throws AppError `closed`, `notFound` */
export function closeOne(context: BreakoutContext, id: RoomId): void {
  const { rooms } = requireRunning(context);
  if (!rooms.some((room) => room.id === id)) throw new AppError('notFound', 'There is no such room, or it is closed.');
  if (rooms.length === 1) return closeAll(context);
  context.emit('roomClosed', { room: id });
  context.rooms.close(id);
}

/** Sets the time until the rooms close, in minutes from now. @throws AppError `closed` when no rooms are open */
export function setTime(context: BreakoutContext, minutes: number | undefined): void {
  requireRunning(context);
  context.emit('timed', minutes === undefined ? {} : { endsAt: context.now() + minutes * minute });
}

/** Stops the speaker to all rooms who may no longer manage rooms. */
export function stopFormerManager(context: BreakoutContext): void {
  const id = context.state.running?.speaker;
  const speaker = id === undefined ? undefined : context.find(id);
  if (speaker && !speaker.abilities.includes('breakoutManage')) context.emit('spoke', {});
}

/** Marks a room as open, and moves its members there where the plan moves them at once. */
export function onRoomOpen(context: BreakoutContext, id: RoomId): void {
  const { running } = context.state;
  const room = running?.rooms.find((one) => one.id === id);
  if (!running || room?.state !== 'opening') return;
  context.emit('roomOpened', { room: id });
  if (running.options.invite !== 'now') return;
  const here = context.members.filter(
    (member) => running.assigned[member.id] === id && !context.state.places[member.id],
  );
  move(context, here, id);
}

/** Marks a room that could not be opened, now or after a restart: its members stay in the meeting. */
export function onRoomFailed(context: BreakoutContext, id: RoomId): void {
  const room = context.state.running?.rooms.find((one) => one.id === id);
  if (room && room.state !== 'failed') context.emit('roomFailed', { room: id });
}

/** Assigns a member who joins while rooms are open: to the room from before, of the plan, or the smallest. */
export function onJoined(context: BreakoutContext, id: MemberId): void {
  const { running, draft } = context.state;
  const member = context.find(id);
  if (!running || !member) return;
  const open = running.rooms.filter(({ state }) => state === 'open');
  const before = open.find((room) => room.id === running.assigned[id]);
  const expected = recognized(draft.expected, [member], context.members).assigned[id];
  const byPlan = open.find(({ key }) => key === expected);
  const room = before ?? byPlan ?? (running.options.late === 'smallest' ? smallest(running, open) : undefined);
  if (!room) return;
  if (!before) context.emit('sent', { members: [id], room: room.id });
  if (running.options.invite === 'now') move(context, [member], room.id);
}

function smallest({ assigned }: Running, open: readonly OpenRoom[]): OpenRoom | undefined {
  const size = ({ id }: OpenRoom) => Object.values(assigned).filter((room) => room === id).length;
  return open.toSorted((one, other) => size(one) - size(other))[0];
}
