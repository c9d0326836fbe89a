import * as z from 'zod/mini';
import { Role } from '../../core/abilities.ts';
import { command, contract, durable, perSecond } from '../../core/contract.ts';
import { MemberId, NameOfMember } from '../../core/ids.ts';

/** One stay of one member. Times are epoch ms. */
export const Stay = z.object({
  member: MemberId,
  name: NameOfMember,
  role: Role,
  joined: z.number(),
  /** Left out while the member is in the room. */
  left: z.optional(z.number()),
  /** How long the member talked, in ms. */
  talked: z.number(),
});
export type Stay = z.infer<typeof Stay>;

export const attendance = contract('attendance', {
  /** Leaves the server only as the answer to `export`. Oldest first. */
  state: z.object({ stays: z.array(Stay) }),
  commands: {
    export: command({
      needs: 'memberManage',
      limit: perSecond(1),
      input: z.strictObject({}),
      output: z.object({ stays: z.array(Stay) }),
    }),
  },
  /** All of them are for the log only: no member receives them. */
  events: {
    came: durable(z.object({ member: MemberId, name: z.string(), role: Role })),
    went: durable(z.object({ member: MemberId })),
    /** All members left at once. */
    allWent: durable(z.object({})),
    /** How long each member talked since the last such event, in ms. */
    talked: durable(z.object({ ms: z.record(MemberId, z.number()) })),
    renamed: durable(z.object({ member: MemberId, name: z.string() })),
  },
  passing: ['talked'],
});
