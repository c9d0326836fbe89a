/** Bounds of breakout rooms. Bytes are UTF-8, lengths are UTF-16 code units. */
export const breakoutLimits = {
  rooms: { min: 2, max: 50 },
  nameLength: 60,
  minutes: 24 * 60,
  plansSaved: 20,
  sayLength: 500,
  /** Messages to all rooms that the state keeps; the oldest are dropped first. */
  said: 20,
  /** Visits that the state keeps; the oldest are dropped first. */
  visits: 1_000,
  /** Closed rooms whose contents can be saved; the oldest are dropped first. */
  past: 100,
  /** Messages of rooms that are kept for moderators, and the length of each; the oldest are dropped first. */
  record: { lines: 1_000, length: 1_000 },
  /** Length of a pasted list of rooms and people. */
  textLength: 50_000,
} as const;
