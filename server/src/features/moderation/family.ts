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

/** Who was sent out of a room: that holds for the whole meeting. */
const SentOut = z.discriminatedUnion('event', [
  z.object({ event: z.literal('removed'), payload: removed.payload }),
  z.object({ event: z.literal('banned'), payload: banned.payload }),
  z.object({ event: z.literal('barred'), payload: barred.payload }),
]);
type SentOut = z.infer<typeof SentOut>;
const Told = z.union([SentOut, Decided]);

const Shared = z.object({
  locks: Locks,
  lockOnJoin: z.boolean(),
  unlocked: z.record(MemberId, z.literal(true)),
  grants: z.record(MemberId, z.partialRecord(Ability, Grant)),
});

function tellMeeting({ rooms }: ModerationContext, fact: SentOut): void {
  if (rooms.parent !== undefined) rooms.tell(rooms.parent, fact);
}

/** A room of a meeting says whom its moderators sent away. */
export const sendsOut: readonly Listener[] = [
  on(moderation, moderation, 'removed', (context, payload) => tellMeeting(context, { event: 'removed', payload })),
  on(moderation, moderation, 'banned', (context, payload) => tellMeeting(context, { event: 'banned', payload })),
  on(moderation, moderation, 'barred', (context, payload) => tellMeeting(context, { event: 'barred', payload })),
];

/** The meeting sends them away too, and decides what was decided in a room. */
export function onTold(context: ModerationContext, _room: string, told: unknown): void {
  // Rooms speak to their meeting, and never the other way.
  if (context.rooms.parent !== undefined) return;
  const fact = Told.parse(told);
  if (fact.event === 'decided') return onDecided(context, fact);
  const { event, payload } = fact;
  if (event === 'banned') {
    updateWatchers(context);
    context.emit('banned', payload, { to: context.state.watchers });
  } else context.emit(event, payload, { to: [] });
}

/** How a room that opens chooses its presenter, as the one who opens it says. */
export function brings(_state: StateOf<typeof moderation>, what: string): Brought {
  return { fact: PresenterPolicy.parse(what) };
}

export function onBrought(context: ModerationContext, fact: unknown): void {
  const policy = PresenterPolicy.parse(fact);
  if (context.state.presenterPolicy !== policy) context.emit('presenterPolicySet', { policy });
}

/** What holds in the meeting holds in its rooms. */
export function shares({ locks, lockOnJoin, unlocked, grants }: StateOf<typeof moderation>): z.infer<typeof Shared> {
  return { locks, lockOnJoin, unlocked, grants };
}

/** Brings locks, exemptions and rights by hand to what they are in the meeting. */
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
