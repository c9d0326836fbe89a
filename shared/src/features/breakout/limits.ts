/** Bounds of rooms of a meeting. Bytes are UTF-8, lengths are UTF-16 code units. */
export const breakoutLimits = {
  rooms: { min: 2, max: 50 },
  nameLength: 60,
  minutes: 24 * 60,
  plansSaved: 20,
  sayLength: 500,
  /** Messages to all rooms that stay in the live state. */
  said: 20,
  /** Who was where when: the newest that stay in the live state. */
  visits: 1_000,
  /** Rooms that are over, of which can be saved what was in them: the newest. */
  past: 100,
  /** What was written in rooms: the newest lines that are kept for moderators, and characters of each. */
  record: { lines: 1_000, length: 1_000 },
  /** A pasted list of rooms and people. */
  textLength: 50_000,
} as const;
