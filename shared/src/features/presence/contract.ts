import * as z from 'zod/mini';
import { Role } from '../../core/abilities.ts';
import { command, contract, durable, perSecond } from '../../core/contract.ts';
import { MemberId, PersonId } from '../../core/ids.ts';
import { DisplayName } from '../../core/text.ts';

export const PresentMember = z.object({
  id: MemberId,
  name: z.string(),
  role: Role,
  /** Epoch ms. */
  joinedAt: z.number(),
  /** False while the room line is lost and the seat is kept. */
  online: z.boolean(),
  /** The person whose browser it is; only the server keeps it. */
  person: z.optional(PersonId),
});
export type PresentMember = z.infer<typeof PresentMember>;

const State = z.object({
  /** The members that the viewer may see: all, or the viewer and the members who lead. */
  members: z.record(MemberId, PresentMember),
  /** When the first member came to the empty room, epoch ms. Absent while the room is empty, and in older snapshots. */
  begunAt: z.optional(z.number()),
  /** Members who may see only the members who lead. Only the server keeps this field and the ones below. */
  blind: z._default(z.array(MemberId), []),
  presenter: z.optional(MemberId),
  /** True in the server's copy, false in a member's view. */
  whole: z._default(z.boolean(), true),
});

export const presence = contract('presence', {
  state: State,
  commands: {
    leave: command({ limit: perSecond(1), input: z.strictObject({}), output: z.object({}) }),
    rename: command({
      limit: { burst: 3, perSecond: 0.2 },
      input: z.strictObject({ name: DisplayName }),
      output: z.object({}),
    }),
  },
  events: {
    /** A member took a seat. Not emitted when a lost line comes back. */
    joined: durable(z.object({ id: MemberId, name: z.string(), role: Role })),
    /** The person whose browser it is. To no member. */
    identified: durable(z.object({ id: MemberId, person: PersonId })),
    /** A seat is free: the member left, or the line was lost for longer than the grace period. */
    left: durable(z.object({ id: MemberId })),
    /** The meeting was ended and every seat is free. No `left` is emitted beside it. */
    everyoneLeft: durable(z.object({})),
    /** The room line was lost; the seat is kept for the grace period. */
    dropped: durable(z.object({ id: MemberId })),
    /** The seat's line is back. */
    returned: durable(z.object({ id: MemberId })),
    /** A member has another role. */
    promoted: durable(z.object({ id: MemberId, role: Role })),
    renamed: durable(z.object({ id: MemberId, name: z.string() })),
    /**
     * Who may see only the members who lead, and who may see all; `rest` says which of the two holds for members who
     * are in neither list. Members whose view changes get `view` instead.
     */
    sighted: durable(
      z.object({
        blind: z.optional(z.array(MemberId)),
        seeing: z.optional(z.array(MemberId)),
        rest: z.optional(z.enum(['blind', 'seeing'])),
        view: z.optional(State),
      }),
    ),
    /** No longer emitted; old logs have it. To one member: the others are hidden. */
    veiled: durable(z.object({ id: MemberId, hidden: z.array(MemberId) })),
    /** No longer emitted; old logs have it. To one member: all others are visible again. */
    unveiled: durable(z.object({ id: MemberId, members: z.array(PresentMember) })),
    /** To blind members: these members lead now. */
    revealed: durable(z.object({ members: z.array(PresentMember) })),
    /** To blind members: these members lead no longer. */
    concealed: durable(z.object({ hidden: z.array(MemberId) })),
    /** The member whom the presenter's mark makes visible to all. To no member. */
    pointedAt: durable(z.object({ id: z.optional(MemberId) })),
  },
  passing: ['dropped', 'returned', 'sighted', 'veiled', 'unveiled', 'revealed', 'concealed', 'pointedAt'],
  vital: ['leave'],
});
