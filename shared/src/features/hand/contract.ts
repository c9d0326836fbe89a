import * as z from 'zod/mini';
import { command, contract, durable, perSecond } from '../../core/contract.ts';
import { MemberId } from '../../core/ids.ts';

/** A raised hand, or the floor that somebody has. */
export const Hand = z.object({
  member: MemberId,
  /** Epoch ms: when the hand went up, or when the floor was given. */
  since: z.number(),
});
export type Hand = z.infer<typeof Hand>;

const toggling = { burst: 5, perSecond: 0.5 } as const;
const none = z.strictObject({});

export const hand = contract('hand', {
  state: z.object({
    /** Longest waiting first. */
    queue: z.array(Hand),
    /** Who was called and has not lowered the hand since. */
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
    /** Gives the floor to `member`, or to who has waited longest. */
    call: command({
      needs: 'handManage',
      limit: perSecond(2),
      input: z.strictObject({ member: z.optional(MemberId) }),
      output: z.object({ member: MemberId }),
    }),
  },
  events: {
    /** Not emitted when the hand is up already. */
    raised: durable(z.object({ member: MemberId })),
    /** Not emitted when the floor passes to the next, nor for each of all. */
    lowered: durable(z.object({ member: MemberId })),
    /** Not emitted when no hand was up. */
    allLowered: durable(z.object({})),
    /** Has the floor now; whoever had it before has it no more. */
    called: durable(z.object({ member: MemberId })),
  },
  passing: ['raised', 'lowered', 'allLowered'],
  vital: ['lower', 'lowerOther', 'lowerAll'],
});
