/** Bounds of bans and recorded acts. Bytes are UTF-8, lengths are UTF-16 code units. */
export const moderationLimits = {
  /** Bans of a room; beyond it one must be lifted before the next. */
  bansPerRoom: 1_000,
  /** Recorded acts that a room keeps; the oldest are dropped first. */
  deedsKept: 200,
} as const;
