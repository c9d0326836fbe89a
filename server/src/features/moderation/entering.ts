import type { PayloadOf } from '@plenum/shared/core/contract';
import { isCamera, type media } from '@plenum/shared/features/media/contract';
import { type Entry, entryMs } from '@plenum/shared/features/moderation/contract';
import { lockedRoles } from '@plenum/shared/features/moderation/rights';
import type { Seat } from '../../room/serve.ts';
import { note } from './deeds.ts';
import type { CallerContext, ModerationContext } from './people.ts';

/** Sets how participants and guests begin who join from now on. */
export function setEntry(context: CallerContext, entry: Entry): void {
  const { muted, camerasOff } = context.state.entry;
  if (entry.muted === muted && entry.camerasOff === camerasOff) return;
  context.emit('entrySet', entry);
  note(context, 'entry');
}

/** Remembers a member who has to begin muted or without cameras. A breakout room takes members as they are in the meeting. */
export function onEntered(context: ModerationContext, { id, role }: Pick<Seat, 'id' | 'role'>): void {
  const { muted, camerasOff } = context.state.entry;
  if (context.rooms.parent !== undefined || !lockedRoles.includes(role) || (!muted && !camerasOff)) return;
  context.emit('entered', { member: id }, { to: [id] });
}

/** Mutes or ends a stream that starts at entry against the room's setting, for clients that do not follow it. */
export function onStarted(context: ModerationContext, stream: PayloadOf<typeof media, 'published'>): void {
  const { entry, entered } = context.state;
  const { member, source, muted } = stream;
  const at = entered[member];
  if (at === undefined || context.now() - at >= entryMs) return;
  if (entry.muted && source === 'mic' && !muted) context.emit('silenced', { members: [member], by: '' });
  if (entry.camerasOff && isCamera(source)) context.emit('camerasHeld', { member });
}
