import * as z from 'zod/mini';
import { command, contract, durable, perSecond } from '../../core/contract.ts';
import { MemberId } from '../../core/ids.ts';

/** A raised hand, or the member who has the floor. */
export const Hand = z.object({
  member: MemberId,
  /** When the hand was raised, or when the member got the floor, epoch ms. */
  since: z.number(),
});
export type Hand = z.infer<typeof Hand>;

const toggling = { burst: 5, perSecond: 0.5 } as const;
const none = z.strictObject({});

export const hand = contract('hand', {
  state: z.object({
    /** Longest waiting first. */
    queue: z.array(Hand),
    /** The called member, until the hand is lowered or the next member is called. */
    floor: z.optional(Hand),
  }),
  commands: {
    raise: command({ limit: toggling, input: none, output: none }),
    lower: command({ limit: toggling, input: none, output: none }),
    lowerOther: command({
      needs: 'handManage',
      limit: perSecond(5),
      input: z.strictObject({ member: MemberId }),
      output: none,
    }),
    lowerAll: command({ needs: 'handManage', limit: perSecond(1), input: none, output: none }),
    /** Gives the floor to `member`, or to the longest waiting member. */
    call: command({
      needs: 'handManage',
      limit: perSecond(2),
      input: z.strictObject({ member: z.optional(MemberId) }),
      output: z.object({ member: MemberId }),
    }),
  },
  events: {
    /** Not emitted when the hand is raised already. */
    raised: durable(z.object({ member: MemberId })),
    /** Not emitted when the floor passes to the next member, nor when all hands are lowered at once. */
    lowered: durable(z.object({ member: MemberId })),
    /** Not emitted when no hand is raised. */
    allLowered: durable(z.object({})),
    /** The member has the floor now, and the previous one no longer. */
    called: durable(z.object({ member: MemberId })),
  },
  passing: ['raised', 'lowered', 'allLowered'],
  vital: ['lower', 'lowerOther', 'lowerAll'],
});
