import * as z from 'zod/mini';
import { AppError, assertNever } from '@plenum/shared/core/errors';
import { MemberId } from '@plenum/shared/core/ids';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { note } from './deeds.ts';
import { type Asked, type ModerationContext, requireBelow } from './people.ts';
import { grant, lock, promote } from './rightsByHand.ts';

const { commands } = moderation;

/** What a moderator decides about rights, wherever in the meeting they are. */
const Decision = z.discriminatedUnion('verb', [
  z.object({ verb: z.literal('lock'), input: commands.lock.input }),
  z.object({ verb: z.literal('exempt'), input: commands.exempt.input }),
  z.object({ verb: z.literal('grant'), input: commands.grant.input }),
  z.object({ verb: z.literal('promote'), input: commands.promote.input }),
]);
type Decision = z.infer<typeof Decision>;

/** A decision on its way from a room to the meeting. */
export const Decided = z.object({ event: z.literal('decided'), by: MemberId, decision: Decision });

/**
 * Rights are the meeting's: what is decided in one of its rooms is rehearsed there, so that whoever asks hears what is wrong
 * with it, and done in the meeting, which tells all rooms.
 */
export function decide(context: Asked, decision: Decision): void {
  const { rooms, member } = context;
  if (rooms.parent === undefined) return carryOut(context, decision);
  const rehearsal = Object.assign(Object.create(context) as Asked, { emit: () => undefined });
  carryOut(rehearsal, decision);
  rooms.tell(rooms.parent, { event: 'decided', by: member.id, decision } satisfies z.infer<typeof Decided>);
}

/** Does what was decided in a room, if whoever decided it may do so now; else nothing has happened. */
export function onDecided(context: ModerationContext, { by, decision }: z.infer<typeof Decided>): void {
  const member = context.find(by);
  const { needs } = commands[decision.verb];
  if (!member || typeof needs !== 'string' || !member.abilities.includes(needs)) return;
  try {
    carryOut(Object.assign(context, { member }), decision);
  } catch (error) {
    // Somebody was quicker: whom it is about has left, or stands above them by now.
    if (!(error instanceof AppError)) throw error;
  }
}

function carryOut(context: Asked, decision: Decision): void {
  switch (decision.verb) {
    case 'lock': {
      const { locks, lockOnJoin = context.state.lockOnJoin } = decision.input;
      return lock(context, locks, lockOnJoin);
    }
    case 'exempt':
      return exempt(context, decision.input);
    case 'grant':
      return grant(context, decision.input);
    case 'promote':
      return promote(context, decision.input.member, decision.input.role);
    default:
      return assertNever(decision);
  }
}

function exempt(context: Asked, { member, unlocked }: { member: MemberId; unlocked: boolean }): void {
  const { name: about } = requireBelow(context, member);
  if ((context.state.unlocked[member] ?? false) === unlocked) return;
  context.emit('exempted', { member, unlocked });
  note(context, unlocked ? 'exempted' : 'unexempted', { about });
}
