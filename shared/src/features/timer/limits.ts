/** Bounds of a countdown. */
export const timerLimits = {
  shortestMs: 1_000,
  /** The most time that a countdown has left, also after time was added. */
  longestMs: 24 * 3_600_000,
} as const;
