import * as z from 'zod/mini';
import { command, contract, durable } from '../../core/contract.ts';
import { MemberId } from '../../core/ids.ts';

export const away = contract('away', {
  /** Members who said that they are away, and since when, epoch ms. Presence keeps lost lines. */
  state: z.object({ since: z.record(MemberId, z.number()) }),
  commands: {
    set: command({
      limit: { burst: 5, perSecond: 0.5 },
      input: z.strictObject({ away: z.boolean() }),
      output: z.object({}),
    }),
  },
  events: {
    /** Not emitted when the member is away already. */
    gone: durable(z.object({ member: MemberId })),
    /** Not emitted when the member is not away. Also emitted when a member who is away leaves. */
    back: durable(z.object({ member: MemberId })),
    /** No member is away: all members left at once. */
    allBack: durable(z.object({})),
  },
  passing: ['gone', 'back', 'allBack'],
});
