import * as z from 'zod/mini';
import { Role } from '@plenum/shared/core/abilities';
import type { StateOf } from '@plenum/shared/core/contract';
import { MemberId } from '@plenum/shared/core/ids';
import { presence } from '@plenum/shared/features/presence/contract';
import { type Listener, on } from '../../room/serve.ts';
import { type PresenceContext, promote, receiversOf } from './visibleMembers.ts';

const Renamed = presence.events.renamed.payload;
const Shared = z.record(MemberId, z.object({ name: z.string(), role: Role }));

/** Sends a new name from a room of a meeting to the meeting. */
export const tellsNames: readonly Listener[] = [
  on(presence, presence, 'renamed', ({ rooms }, renamed) => {
    if (rooms.parent !== undefined) rooms.tell(rooms.parent, renamed);
  }),
];

/** Takes a member's new name from a room of this meeting. */
export function onTold(context: PresenceContext, _room: string, told: unknown): void {
  const { id, name } = Renamed.parse(told);
  const member = context.state.members[id];
  if (member && member.name !== name) context.emit('renamed', { id, name }, receiversOf(context, id));
}

/** The names and roles of the meeting, which hold in all of its rooms. */
export function shares({ members }: StateOf<typeof presence>): z.infer<typeof Shared> {
  return Object.fromEntries(Object.values(members).map(({ id, name, role }) => [id, { name, role }]));
}

/** Gives the members of a room their names and roles in the meeting. */
export function onShared(context: PresenceContext, shared: unknown): void {
  for (const [id, { name, role }] of Object.entries(Shared.parse(shared))) {
    const member = context.state.members[id];
    if (member && member.role !== role) promote(context, id, role);
    if (member && member.name !== name) context.emit('renamed', { id, name }, receiversOf(context, id));
  }
}
