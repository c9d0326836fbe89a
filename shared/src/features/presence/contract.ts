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
  /** Whose browser it is: kept by the server alone. */
  person: z.optional(PersonId),
});
export type PresentMember = z.infer<typeof PresentMember>;

const State = z.object({
  /** Those whom one may see: everybody, or oneself and those who lead. */
  members: z.record(MemberId, PresentMember),
  /** Who may see only those; kept by the server alone, as everything below. */
  blind: z._default(z.array(MemberId), []),
  presenter: z.optional(MemberId),
  /** True in the server's own copy, false in what members see. */
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
    /** Somebody took a seat. Not emitted when a lost line comes back. */
    joined: durable(z.object({ id: MemberId, name: z.string(), role: Role })),
    /** Whose browser it is; told to nobody. */
    identified: durable(z.object({ id: MemberId, person: PersonId })),
    /** A seat is free again: left, or lost for longer than the grace period. */
    left: durable(z.object({ id: MemberId })),
    /** The meeting was ended: every seat is free again. No `left` is told beside it. */
    everyoneLeft: durable(z.object({})),
    /** The room line was lost; the seat is kept for the grace period. */
    dropped: durable(z.object({ id: MemberId })),
    /** The seat's line is back. */
    returned: durable(z.object({ id: MemberId })),
    /** Has another role from now on. */
    promoted: durable(z.object({ id: MemberId, role: Role })),
    renamed: durable(z.object({ id: MemberId, name: z.string() })),
    /**
     * Who sees only those who lead from now on, and who sees everybody; `rest` is what becomes of those who are not named.
     * Whom it concerns is told what they see instead, as `view`.
     */
    sighted: durable(
      z.object({
        blind: z.optional(z.array(MemberId)),
        seeing: z.optional(z.array(MemberId)),
        rest: z.optional(z.enum(['blind', 'seeing'])),
        view: z.optional(State),
      }),
    ),
    /** No longer emitted, logs of before have it: to them alone, the others are hidden from now on. */
    veiled: durable(z.object({ id: MemberId, hidden: z.array(MemberId) })),
    /** The same: they see everybody again. */
    unveiled: durable(z.object({ id: MemberId, members: z.array(PresentMember) })),
    /** To those who see only who leads: somebody does now. */
    revealed: durable(z.object({ members: z.array(PresentMember) })),
    /** To the same: somebody does no longer. */
    concealed: durable(z.object({ hidden: z.array(MemberId) })),
    /** Whom the presenter's mark makes seen; told to nobody. */
    pointedAt: durable(z.object({ id: z.optional(MemberId) })),
  },
  passing: ['dropped', 'returned', 'sighted', 'veiled', 'unveiled', 'revealed', 'concealed', 'pointedAt'],
  vital: ['leave'],
});
