import * as z from 'zod/mini';
import { Role } from '@plenum/shared/core/abilities';
import type { StateOf } from '@plenum/shared/core/contract';
import { MemberId } from '@plenum/shared/core/ids';
import { presence } from '@plenum/shared/features/presence/contract';
import { type Listener, on } from '../../room/serve.ts';
import { type PresenceContext, promote, toldOf } from './sight.ts';

const Renamed = presence.events.renamed.payload;
const Shared = z.record(MemberId, z.object({ name: z.string(), role: Role }));

/** Whoever takes another name in a room of a meeting has it in the meeting. */
export const tellsNames: readonly Listener[] = [
  on(presence, presence, 'renamed', ({ rooms }, renamed) => {
    if (rooms.parent !== undefined) rooms.tell(rooms.parent, renamed);
  }),
];

/** A room of this meeting says that one of its people has another name. */
export function onTold(context: PresenceContext, _room: string, told: unknown): void {
  const { id, name } = Renamed.parse(told);
  const member = context.state.members[id];
  if (member && member.name !== name) context.emit('renamed', { id, name }, toldOf(context, id));
}

/** Name and role are those of the meeting, in every room of it. */
export function shares({ members }: StateOf<typeof presence>): z.infer<typeof Shared> {
  return Object.fromEntries(Object.values(members).map(({ id, name, role }) => [id, { name, role }]));
}

/** Brings the people of a room to what they are in the meeting. */
export function onShared(context: PresenceContext, shared: unknown): void {
  for (const [id, { name, role }] of Object.entries(Shared.parse(shared))) {
    const member = context.state.members[id];
    if (member && member.role !== role) promote(context, id, role);
    if (member && member.name !== name) context.emit('renamed', { id, name }, toldOf(context, id));
  }
}
