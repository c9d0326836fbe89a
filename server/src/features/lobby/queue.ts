import { AppError } from '@plenum/shared/core/errors';
import type { MemberId } from '@plenum/shared/core/ids';
import type { Entrance, lobby, Waiting } from '@plenum/shared/features/lobby/contract';
import { publicWaiting } from '@plenum/shared/features/lobby/reduce';
import { changesOfAudience } from '../../room/audience.ts';
import type { Context } from '../../room/serve.ts';

export type LobbyContext = Context<typeof lobby>;

/** The waiting people, longest waiting first. */
export function queueOf({ state }: LobbyContext): readonly Waiting[] {
  return Object.values(state.waiting).toSorted((one, other) => one.since - other.since);
}

/** The place of a person in the queue, from 1; 0 for a person who does not wait. */
export function placeOf(context: LobbyContext, member: MemberId): number {
  return queueOf(context).findIndex(({ id }) => id === member) + 1;
}

/** @throws AppError `full` when no seat is free */
export function requireSeat(context: LobbyContext, as: Entrance): void {
  if (context.hasSeatFor(as)) return;
  throw new AppError('full', 'No seat is free in this meeting. Let people in when a member has left.', 'seat');
}

/** @throws AppError `notFound` when the person does not wait */
export function requireWaiting({ state }: LobbyContext, id: MemberId): Waiting {
  const one = Object.hasOwn(state.waiting, id) ? state.waiting[id] : undefined;
  if (!one) throw new AppError('notFound', 'This person no longer waits.');
  return one;
}

/** Adds and removes watchers by the present rights. Call it before an event to the watchers. */
export function updateWatchers(context: LobbyContext): void {
  const { came, went } = changesOfAudience(context.state.watchers, context.members, 'lobbyManage');
  for (const member of went) context.emit('watcherRemoved', { member }, { to: [member] });
  for (const member of came) {
    const { words, waiting, rememberedCount } = context.state;
    const seen = { words, waiting: publicWaiting(waiting), rememberedCount };
    context.emit('watcherAdded', { member, ...seen }, { to: [member] });
  }
}

/** Sends each waiting person the new place, from place `from` on; the places before it are unchanged. */
export function tellPlaces(context: LobbyContext, from = 1): void {
  const queue = queueOf(context);
  for (const [index, { id }] of queue.entries()) {
    if (index + 1 >= from) context.emit('placed', { place: index + 1, of: queue.length }, { to: [id] });
  }
}

/** Gives a waiting person a seat. `by` is left out when all are let in at once, and for a change of the policy. */
export function letIn(context: LobbyContext, one: Waiting, as: Entrance, by?: string): void {
  const { id, name, person } = one;
  const to = context.state.watchers;
  context.emit('admitted', { member: id, name, ...(by !== undefined && { by }) }, { to });
  context.emit('seated', { id, name, role: as, ...(person !== undefined && { person }) }, { to: [] });
}

/** Turns a waiting person away. `by` is left out when no moderator decided about this person alone. */
export function turnAway(
  context: LobbyContext,
  one: Waiting,
  said: { words: string; by?: string; displaced?: true },
): void {
  const { id: member, name } = one;
  const { by } = said;
  context.emit('refused', said, { to: [member] });
  context.emit('denied', { member, name, ...(by !== undefined && { by }) }, { to: context.state.watchers });
}

/** Remembers the answer to a person for the next time. Does nothing for a waiting person without an identity. */
export function remember(context: LobbyContext, { person }: Waiting, as: Entrance | 'denied'): void {
  if (person === undefined) return;
  context.emit('remembered', { person, as }, { to: [] });
  const count = context.state.remembered.length;
  if (count !== context.state.rememberedCount) context.emit('counted', { count }, { to: context.state.watchers });
}
