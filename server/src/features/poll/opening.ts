import { AppError } from '@plenum/shared/core/errors';
import type { MemberId, PollId } from '@plenum/shared/core/ids';
import { pollLimits } from '@plenum/shared/features/poll/limits';
import { scheme } from '@plenum/shared/ballot/scheme';
import type { Poll, PollBack } from '@plenum/shared/features/poll/contract';
import { minimumOf, type PollSetup } from '@plenum/shared/features/poll/setup';
import { createBallotKeys } from '../../ballot/stamps.ts';
import { type PollContext, updateRights, votersIn } from './rights.ts';

/** Finds a poll with its hidden part. @throws AppError `notFound` */
export function requirePoll({ state }: PollContext, id: PollId): { readonly poll: Poll; readonly back: PollBack } {
  const poll = state.polls.find((one) => one.id === id);
  const back = Object.hasOwn(state.backs, id) ? state.backs[id] : undefined;
  if (!poll || !back) throw new AppError('notFound', 'This poll does not exist.');
  return { poll, back };
}

/** Finds an open poll of this kind. @throws AppError `notFound`, `conflict` */
export function requireOpen(context: PollContext, id: PollId, secret: boolean) {
  const found = requirePoll(context, id);
  if (!isOpenAt(found.poll, context.now())) throw new AppError('conflict', 'This poll is closed.');
  if (found.poll.setup.secret !== secret)
    throw new AppError('conflict', 'A secret poll takes ballots only, a named poll votes only.');
  return found;
}

/** Opens a poll for all members. Only members who may make polls get the right options. */
export function openPoll(context: PollContext, by: MemberId, { right, ...setup }: PollSetup): { id: PollId } {
  updateRights(context);
  makeRoom(context);
  const [id, openedAt] = [context.newId(), context.now()];
  const { secret, seconds } = setup;
  const keys = secret ? createBallotKeys() : undefined;
  const opened: Poll = {
    id,
    // A draft may have been kept when a lower minimum was allowed.
    setup: setup.minimum === undefined ? setup : { ...setup, minimum: minimumOf(setup) },
    isQuiz: right !== undefined,
    openedBy: by,
    openedAt,
    ...(seconds === undefined ? {} : { closesAt: openedAt + seconds * 1_000 }),
    status: 'open',
    voted: 0,
    ...(keys && { ballot: { scheme, publicKey: keys.publicKey } }),
  };
  context.emit('opened', { poll: opened, voters: votersIn(context) });
  if (right) context.emit('marked', { poll: id, right }, { to: context.state.makers });
  if (keys) context.emit('keyed', { poll: id, key: keys.key }, { to: [] });
  return { id };
}

/** Whether a poll takes answers at this time. The time ends for all members at once, even if the room wakes later. */
export function isOpenAt({ status, closesAt }: Poll, now: number): boolean {
  return status === 'open' && now < (closesAt ?? Infinity);
}

/** Removes the oldest closed poll when the room keeps too many. @throws AppError `full` when too many are open */
function makeRoom(context: PollContext): void {
  const { polls, backs } = context.state;
  if (polls.filter(({ status }) => status === 'open').length >= pollLimits.open) {
    throw new AppError('full', 'This room has as many open polls as it may have. Close one first.');
  }
  if (polls.length < pollLimits.kept) return;
  const oldest = polls.find(({ id, status }) => status !== 'open' && backs[id]?.result);
  if (!oldest) throw new AppError('full', 'This room keeps as many polls as it may. Remove one first.');
  context.emit('removed', { poll: oldest.id });
}
