import { AppError } from '@plenum/shared/core/errors';
import type { MemberId } from '@plenum/shared/core/ids';
import type { Entrance, lobby, Waiting } from '@plenum/shared/features/lobby/contract';
import { publicWaiting } from '@plenum/shared/features/lobby/reduce';
import { changesOfAudience } from '../../room/audience.ts';
import type { Context } from '../../room/serve.ts';

export type LobbyContext = Context<typeof lobby>;

/** Those who wait, first come first. */
export function queueOf({ state }: LobbyContext): readonly Waiting[] {
  return Object.values(state.waiting).toSorted((one, other) => one.since - other.since);
}

/** Somebody's place in the queue, from 1; 0 for who does not wait. */
export function placeOf(context: LobbyContext, member: MemberId): number {
  return queueOf(context).findIndex(({ id }) => id === member) + 1;
}

/** @throws AppError `full` when no seat is left for one more */
export function requireSeat(context: LobbyContext, as: Entrance): void {
  if (context.hasSeatFor(as)) return;
  throw new AppError('full', 'No seat is left in this meeting. Let people in when somebody has left.', 'seat');
}

/** @throws AppError `notFound` */
export function requireWaiting({ state }: LobbyContext, id: MemberId): Waiting {
  const one = Object.hasOwn(state.waiting, id) ? state.waiting[id] : undefined;
  if (!one) throw new AppError('notFound', 'This person does not wait any more.');
  return one;
}

/** Brings who may let people in up to date, before anything is told to them. */
export function updateWatchers(context: LobbyContext): void {
  const { came, went } = changesOfAudience(context.state.watchers, context.members, 'lobbyManage');
  for (const member of went) context.emit('watcherRemoved', { member }, { to: [member] });
  for (const member of came) {
    const { words, waiting, rememberedCount } = context.state;
    const seen = { words, waiting: publicWaiting(waiting), rememberedCount };
    context.emit('watcherAdded', { member, ...seen }, { to: [member] });
  }
}

/** Tells those who wait where they stand, from this place on: whoever is before it has not moved. */
export function tellPlaces(context: LobbyContext, from = 1): void {
  const queue = queueOf(context);
  for (const [index, { id }] of queue.entries()) {
    if (index + 1 >= from) context.emit('placed', { place: index + 1, of: queue.length }, { to: [id] });
  }
}

/** Gives somebody a seat. `by` is left out when it is one of many. */
export function letIn(context: LobbyContext, one: Waiting, as: Entrance, by?: string): void {
  const { id, name, person } = one;
  const to = context.state.watchers;
  context.emit('admitted', { member: id, name, ...(by !== undefined && { by }) }, { to });
  context.emit('seated', { id, name, role: as, ...(person !== undefined && { person }) }, { to: [] });
}

/** Sends somebody away from the door. `by` is left out when nobody said no to them alone. */
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

/** Answers for somebody the next time. Nothing when it is not known whose browser it is. */
export function remember(context: LobbyContext, { person }: Waiting, as: Entrance | 'denied'): void {
  if (person === undefined) return;
  context.emit('remembered', { person, as }, { to: [] });
  const count = context.state.remembered.length;
  if (count !== context.state.rememberedCount) context.emit('counted', { count }, { to: context.state.watchers });
}
