import { AppError } from '@plenum/shared/core/errors';
import type { MemberId, PollId } from '@plenum/shared/core/ids';
import { pollLimits } from '@plenum/shared/features/poll/limits';
import { scheme } from '@plenum/shared/ballot/scheme';
import type { Poll, PollBack } from '@plenum/shared/features/poll/contract';
import { minimumOf, type PollSetup } from '@plenum/shared/features/poll/setup';
import { createBallotKeys } from '../../ballot/stamps.ts';
import { type PollContext, updateRights, votersIn } from './rights.ts';

/** A poll with what not everybody knows of it. @throws AppError `notFound` */
export function requirePoll({ state }: PollContext, id: PollId): { readonly poll: Poll; readonly back: PollBack } {
  const poll = state.polls.find((one) => one.id === id);
  const back = Object.hasOwn(state.backs, id) ? state.backs[id] : undefined;
  if (!poll || !back) throw new AppError('notFound', 'There is no such poll.');
  return { poll, back };
}

/** A poll that takes answers now, of this kind. @throws AppError `notFound`, `conflict` */
export function requireOpen(context: PollContext, id: PollId, secret: boolean) {
  const found = requirePoll(context, id);
  if (!isOpenAt(found.poll, context.now())) throw new AppError('conflict', 'This poll is closed.');
  if (found.poll.setup.secret !== secret) throw new AppError('conflict', 'This poll is answered in another way.');
  return found;
}

/** Opens a poll for everybody; the right options go to those who may make polls only. */
export function openPoll(context: PollContext, by: MemberId, { right, ...setup }: PollSetup): { id: PollId } {
  updateRights(context);
  makeRoom(context);
  const [id, openedAt] = [context.newId(), context.now()];
  const { secret, seconds } = setup;
  const keys = secret ? createBallotKeys() : undefined;
  const opened: Poll = {
    id,
    // A draft may be older than the least minimum.
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

/** Time is up for everybody at once, whether or not the room has woken to close the poll. */
export function isOpenAt({ status, closesAt }: Poll, now: number): boolean {
  return status === 'open' && now < (closesAt ?? Infinity);
}

/** @throws AppError `full` when too many are open; the oldest that is over gives way. */
function makeRoom(context: PollContext): void {
  const { polls, backs } = context.state;
  if (polls.filter(({ status }) => status === 'open').length >= pollLimits.open) {
    throw new AppError('full', 'Too many polls are open.');
  }
  if (polls.length < pollLimits.kept) return;
  const oldest = polls.find(({ id, status }) => status !== 'open' && backs[id]?.result);
  if (!oldest) throw new AppError('full', 'Too many polls are kept.');
  context.emit('removed', { poll: oldest.id });
}
