import * as z from 'zod/mini';

const count = z.number();

/** What the probe tells of the process that it is loaded into. Since the last reset where it says so. */
export const Figures = z.object({
  heapBytes: count,
  rssBytes: count,
  /** How late the event loop came to its timers since the last reset, in ms. */
  loopDelayMs: z.object({ p50: count, p99: count, max: count }),
  /** Longest garbage collection since the last reset, in ms. */
  longestGcMs: count,
});
export type Figures = z.infer<typeof Figures>;

/** What the probe may be asked. */
export const Question = z.union([
  /** Collects garbage and answers with the figures: for memory. */
  z.object({ id: count, ask: z.literal('collect') }),
  /** Answers with the figures as they are, and starts counting again. */
  z.object({ id: count, ask: z.literal('reset') }),
]);

export const Answer = z.object({ id: count, figures: Figures });
export type Answer = z.infer<typeof Answer>;
