import * as z from 'zod/mini';
import { command, contract, durable, perSecond } from '../../core/contract.ts';
import { MemberId } from '../../core/ids.ts';

/**
 * `stage`: shared content, with the people in a strip. `speaker`: the talking member, with the others in a strip.
 * `grid`: all people in tiles of one size. `content`: shared content alone.
 */
export const layoutModes = ['stage', 'speaker', 'grid', 'content'] as const;
export const LayoutMode = z.enum(layoutModes);
export type LayoutMode = z.infer<typeof LayoutMode>;

const Pushed = z.object({
  mode: LayoutMode,
  by: MemberId,
  /** Epoch ms; a different value marks a new push of the same layout. */
  at: z.number(),
});
/** The layout that applies to everyone, with the member who pushed it. */
export type PushedLayout = z.infer<typeof Pushed>;

const none = z.strictObject({});

export const layout = contract('layout', {
  state: z.object({ pushed: z.optional(Pushed) }),
  commands: {
    /** Applies a layout to everyone. */
    push: command({
      needs: 'layoutPush',
      limit: perSecond(1, 5),
      input: z.strictObject({ mode: LayoutMode }),
      output: none,
    }),
    /** Ends the pushed layout: each member has their own again. */
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
