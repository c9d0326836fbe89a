import * as z from 'zod/mini';
import { command, contract, durable } from '../../core/contract.ts';
import { MemberId } from '../../core/ids.ts';

export const away = contract('away', {
  /** Since when who is away by their own word, epoch ms. A lost line is presence's. */
  state: z.object({ since: z.record(MemberId, z.number()) }),
  commands: {
    set: command({
      limit: { burst: 5, perSecond: 0.5 },
      input: z.strictObject({ away: z.boolean() }),
      output: z.object({}),
    }),
  },
  events: {
    /** Not emitted when they are away already. */
    gone: durable(z.object({ member: MemberId })),
    /** Not emitted when they are not away; emitted when they leave. */
    back: durable(z.object({ member: MemberId })),
    /** Nobody is away: all have left at once. */
    allBack: durable(z.object({})),
  },
  passing: ['gone', 'back', 'allBack'],
});
