/** Bounds of a countdown. */
export const timerLimits = {
  shortestMs: 1_000,
  /** The most time that a countdown may have left, also after an addition, in ms. */
  longestMs: 24 * 3_600_000,
} as const;
