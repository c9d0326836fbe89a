import * as z from 'zod/mini';
import { Role } from '../../core/abilities.ts';
import { command, contract, durable, perSecond } from '../../core/contract.ts';
import { MemberId, NameOfMember } from '../../core/ids.ts';

/** One stay of one person. Times are epoch ms. */
export const Stay = z.object({
  member: MemberId,
  name: NameOfMember,
  role: Role,
  joined: z.number(),
  /** Left out while they are here. */
  left: z.optional(z.number()),
  /** How long they were heard talking, in ms. */
  talked: z.number(),
});
export type Stay = z.infer<typeof Stay>;

export const attendance = contract('attendance', {
  /** Never leaves the server but as the answer to `export`. Oldest first. */
  state: z.object({ stays: z.array(Stay) }),
  commands: {
    export: command({
      needs: 'memberManage',
      limit: perSecond(1),
      input: z.strictObject({}),
      output: z.object({ stays: z.array(Stay) }),
    }),
  },
  /** All of them are for the log alone: nobody hears them. */
  events: {
    came: durable(z.object({ member: MemberId, name: z.string(), role: Role })),
    went: durable(z.object({ member: MemberId })),
    /** All who were here have left at once. */
    allWent: durable(z.object({})),
    /** Who talked for how long since the last such event. */
    talked: durable(z.object({ ms: z.record(MemberId, z.number()) })),
    renamed: durable(z.object({ member: MemberId, name: z.string() })),
  },
  passing: ['talked'],
});
