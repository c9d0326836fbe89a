import * as z from 'zod/mini';
import { command, contract, durable, perSecond } from '../../core/contract.ts';
import { MemberId } from '../../core/ids.ts';

/** What is shown with the people in a strip; who speaks with the others in a strip; everybody alike; what is shown alone. */
export const layoutModes = ['stage', 'speaker', 'grid', 'content'] as const;
export const LayoutMode = z.enum(layoutModes);
export type LayoutMode = z.infer<typeof LayoutMode>;

const Pushed = z.object({
  mode: LayoutMode,
  by: MemberId,
  /** Epoch ms; tells one push from the next of the same layout. */
  at: z.number(),
});
/** The layout that was made everyone's, and when. */
export type PushedLayout = z.infer<typeof Pushed>;

const none = z.strictObject({});

export const layout = contract('layout', {
  state: z.object({ pushed: z.optional(Pushed) }),
  commands: {
    /** Makes this everyone's layout. */
    push: command({
      needs: 'layoutPush',
      limit: perSecond(1, 5),
      input: z.strictObject({ mode: LayoutMode }),
      output: none,
    }),
    /** Everyone looks as they like again. */
    release: command({ needs: 'layoutPush', limit: perSecond(1, 5), input: none, output: none }),
  },
  events: {
    pushed: durable(z.object({ mode: LayoutMode, by: MemberId })),
    /** Not emitted when no layout is pushed. */
    released: durable(z.object({})),
  },
  passing: ['pushed', 'released'],
  vital: ['release'],
});
