import * as z from 'zod/mini';
import { AppError, assertNever } from '@plenum/shared/core/errors';
import { MemberId } from '@plenum/shared/core/ids';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { note } from './deeds.ts';
import { type CallerContext, type ModerationContext, requireBelow } from './people.ts';
import { grant, lock, promote } from './rightsByHand.ts';

const { commands } = moderation;

/** A decision of a moderator about rights, made in the meeting or in one of its rooms. */
const Decision = z.discriminatedUnion('verb', [
  z.object({ verb: z.literal('lock'), input: commands.lock.input }),
  z.object({ verb: z.literal('exempt'), input: commands.exempt.input }),
  z.object({ verb: z.literal('grant'), input: commands.grant.input }),
  z.object({ verb: z.literal('promote'), input: commands.promote.input }),
]);
type Decision = z.infer<typeof Decision>;

/** The message that takes a decision from a room to the meeting. */
export const Decided = z.object({ event: z.literal('decided'), by: MemberId, decision: Decision });

/**
 * Carries out a decision in the meeting. Called in one of its rooms, it first checks the decision there without emitting, so
 * that the caller gets the error, then passes it to the meeting, which changes all rooms.
 */
export function decide(context: CallerContext, decision: Decision): void {
  const { rooms, member } = context;
  if (rooms.parent === undefined) return carryOut(context, decision);
  const dryRun = Object.assign(Object.create(context) as CallerContext, { emit: () => undefined });
  carryOut(dryRun, decision);
  rooms.tell(rooms.parent, { event: 'decided', by: member.id, decision } satisfies z.infer<typeof Decided>);
}

/** Carries out a decision from a room, if its author may still make it in the meeting; else does nothing. */
export function onDecided(context: ModerationContext, { by, decision }: z.infer<typeof Decided>): void {
  const member = context.find(by);
  const { needs } = commands[decision.verb];
  if (!member || typeof needs !== 'string' || !member.abilities.includes(needs)) return;
  try {
    carryOut(Object.assign(context, { member }), decision);
  } catch (error) {
    // The member whom it concerns may have left meanwhile, or may have a higher role now.
    if (!(error instanceof AppError)) throw error;
  }
}

function carryOut(context: CallerContext, decision: Decision): void {
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

function exempt(context: CallerContext, { member, unlocked }: { member: MemberId; unlocked: boolean }): void {
  const { name: about } = requireBelow(context, member);
  if ((context.state.unlocked[member] ?? false) === unlocked) return;
  context.emit('exempted', { member, unlocked });
  note(context, unlocked ? 'exempted' : 'unexempted', { about });
}
