import * as z from 'zod/mini';
import { MemberId } from '@plenum/shared/core/ids';
import { Grant, Locks, moderation, PresenterPolicy } from '@plenum/shared/features/moderation/contract';
import { Ability, lockNames } from '@plenum/shared/features/abilities';
import type { StateOf } from '@plenum/shared/core/contract';
import type { Brought } from '../../room/family.ts';
import { type Listener, on } from '../../room/serve.ts';
import { Decided, onDecided } from './decisions.ts';
import { updateWatchers } from './deeds.ts';
import type { ModerationContext } from './people.ts';

const { removed, banned, barred } = moderation.events;

/** A removal or ban in a room, which applies to the whole meeting. */
const Removal = z.discriminatedUnion('event', [
  z.object({ event: z.literal('removed'), payload: removed.payload }),
  z.object({ event: z.literal('banned'), payload: banned.payload }),
  z.object({ event: z.literal('barred'), payload: barred.payload }),
]);
type Removal = z.infer<typeof Removal>;
const FromRoom = z.union([Removal, Decided]);

const Shared = z.object({
  locks: Locks,
  lockOnJoin: z.boolean(),
  unlocked: z.record(MemberId, z.literal(true)),
  grants: z.record(MemberId, z.partialRecord(Ability, Grant)),
});

function tellMeeting({ rooms }: ModerationContext, fact: Removal): void {
  if (rooms.parent !== undefined) rooms.tell(rooms.parent, fact);
}

/** A room reports removals and bans to its meeting. */
export const reportRemovals: readonly Listener[] = [
  on(moderation, moderation, 'removed', (context, payload) => tellMeeting(context, { event: 'removed', payload })),
  on(moderation, moderation, 'banned', (context, payload) => tellMeeting(context, { event: 'banned', payload })),
  on(moderation, moderation, 'barred', (context, payload) => tellMeeting(context, { event: 'barred', payload })),
];

/** The meeting applies a removal, ban or decision from one of its rooms. */
export function onMessage(context: ModerationContext, _room: string, message: unknown): void {
  // Only rooms send these to their meeting; a room ignores them.
  if (context.rooms.parent !== undefined) return;
  const fact = FromRoom.parse(message);
  if (fact.event === 'decided') return onDecided(context, fact);
  const { event, payload } = fact;
  if (event === 'banned') {
    updateWatchers(context);
    context.emit('banned', payload, { to: context.state.watchers });
  } else context.emit(event, payload, { to: [] });
}

/** The fact for a room that opens: its presenter policy, which `what` names. */
export function brings(_state: StateOf<typeof moderation>, what: string): Brought {
  return { fact: PresenterPolicy.parse(what) };
}

/** Applies the presenter policy with which this room opens. */
export function onBrought(context: ModerationContext, fact: unknown): void {
  const policy = PresenterPolicy.parse(fact);
  if (context.state.presenterPolicy !== policy) context.emit('presenterPolicySet', { policy });
}

/** The locks, exemptions and rights by hand that all rooms take over from the meeting. */
export function shares({ locks, lockOnJoin, unlocked, grants }: StateOf<typeof moderation>): z.infer<typeof Shared> {
  return { locks, lockOnJoin, unlocked, grants };
}

/** Sets locks, exemptions and rights by hand to those of the meeting. */
export function onShared(context: ModerationContext, shared: unknown): void {
  const { locks, lockOnJoin, unlocked, grants } = Shared.parse(shared);
  const { state } = context;
  const isLocked = lockNames.every((lock) => locks[lock] === state.locks[lock]) && lockOnJoin === state.lockOnJoin;
  if (!isLocked) context.emit('locked', { locks, lockOnJoin });
  for (const member of new Set([...Object.keys(unlocked), ...Object.keys(state.unlocked)])) {
    const isFree = unlocked[member] ?? false;
    if (isFree !== (state.unlocked[member] ?? false)) context.emit('exempted', { member, unlocked: isFree });
  }
  for (const member of new Set([...Object.keys(grants), ...Object.keys(state.grants)])) {
    for (const ability of Ability.options) {
      const grant = grants[member]?.[ability];
      if (grant === state.grants[member]?.[ability]) continue;
      context.emit('granted', { member, ability, ...(grant !== undefined && { grant }) });
    }
  }
}
