/** Bounds of the attendance. Bytes are UTF-8, lengths are UTF-16 code units. */
export const attendanceLimits = {
  /** Stays in the attendance of a room. */
  stays: 5_000,
} as const;
