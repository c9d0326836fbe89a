import * as z from 'zod/mini';

const count = z.number();

/** What the probe reports of its process. */
export const Figures = z.object({
  heapBytes: count,
  rssBytes: count,
  /** Delay of event loop timers since the last reset, in ms. */
  loopDelayMs: z.object({ p50: count, p99: count, max: count }),
  /**
   * The most processor time that the event loop's thread took between two timers since the last reset, in ms. Where other
   * programs have the processor, the delay is theirs too, and this is the server's own. 0 before the first `resetTurns`.
   */
  longestTurnCpuMs: count,
  /** Longest garbage collection since the last reset, in ms. */
  longestGcMs: count,
});
export type Figures = z.infer<typeof Figures>;

/** Questions to the probe. */
export const Question = z.union([
  /** Collects garbage, then answers with the figures: for memory. */
  z.object({ id: count, ask: z.literal('collect') }),
  /** Answers with the present figures, then starts a new measurement. */
  z.object({ id: count, ask: z.literal('reset') }),
  /** The same, and from now on the processor time of turns is measured. */
  z.object({ id: count, ask: z.literal('resetTurns') }),
]);

export const Answer = z.object({ id: count, figures: Figures });
export type Answer = z.infer<typeof Answer>;
