import type { InputOf, StateOf } from '@plenum/shared/core/contract';
import { AppError } from '@plenum/shared/core/errors';
import type { MemberId, PollId } from '@plenum/shared/core/ids';
import type { poll as contract } from '@plenum/shared/features/poll/contract';
import { isAllowed } from '@plenum/shared/features/poll/setup';
import { isOldStamp } from '../../ballot/oldStamps.ts';
import { holderOf } from '../../ballot/onePerson.ts';
import { isPoint, isStamped } from '../../ballot/stamps.ts';
import type { MemberView } from '../../room/serve.ts';
import { requireOpen } from './opening.ts';
import { announceVoters } from './progress.ts';
import type { PollContext } from './rights.ts';

/**
 * Records that a person takes their one paper. The stamp follows as a fact (`stamping.ts`).
 * @throws AppError
 * `notFound`, `invalid`, `conflict`
 */
export function takePaper(context: PollContext, { id: member, person }: MemberView, id: PollId, blinded: string): void {
  const { poll, back } = requireOpen(context, id, true);
  if (!poll.ballot)
    throw new AppError(
      'conflict',
      'This poll was opened before an update and gives out no more papers. Ask for a new poll.',
    );
  const before = holderOf({ id: member, person }, back.holders ?? {}, (one) => back.papers.includes(one));
  if (before === member) throw new AppError('conflict', 'You already have your paper for this poll.');
  if (before !== undefined)
    throw new AppError('conflict', 'Your paper for this poll is in another window of this browser.');
  if (!isPoint(blinded)) throw new AppError('invalid', 'The blinded paper is not a point of the curve.');
  if (person !== undefined) context.emit('held', { poll: id, person, member }, { to: [] });
  context.emit('issued', { poll: id, member }, { to: [member] });
  context.emit('asked', { poll: id, member, blinded }, { to: [] });
}

/**
 * Puts a ballot into the box. No event, no error and no difference in the records may show which member casts it.
 * @throws AppError `notFound`, `invalid`, `conflict`, `forbidden` without a valid paper
 */
export function castBallot(context: PollContext, ballot: InputOf<typeof contract, 'cast'>): void {
  const { poll: id, serial, stamp, code, answer } = ballot;
  const { poll, back } = requireOpen(context, id, true);
  if (!isAllowed(poll.setup, answer))
    throw new AppError('invalid', 'The answer does not fit the options of this poll.');
  const { key } = back;
  const isGood =
    key !== undefined && (poll.ballot ? isStamped(key, serial, stamp) : isOldStamp(key, id, serial, stamp));
  if (!isGood) throw new AppError('forbidden', 'This paper does not belong to this poll.');
  if (back.used.includes(serial)) throw new AppError('conflict', 'This paper has been used.');
  context.emit('used', { poll: id, serial }, { to: [] });
  announceVoters(context, id);
  context.drop(id, { code, answer });
}

/** Whether this member's paper waits for its stamp. */
export function isWaiting({ backs }: StateOf<typeof contract>, id: PollId, member: MemberId): boolean {
  const asked = Object.hasOwn(backs, id) ? backs[id]?.asked : undefined;
  return asked !== undefined && Object.hasOwn(asked, member);
}

/** After a restart: asks again for the stamps of papers that were taken and not stamped. */
export function askAgain(context: PollContext): void {
  for (const [id, { asked }] of Object.entries(context.state.backs)) {
    for (const [member, blinded] of Object.entries(asked ?? {})) {
      context.emit('asked', { poll: id, member, blinded }, { to: [] });
    }
  }
}
