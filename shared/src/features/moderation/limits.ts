/** Bounds of what moderators did. Bytes are UTF-8, lengths are UTF-16 code units. */
export const moderationLimits = {
  /** Bans that a room keeps at once; one must be lifted before the next. */
  bansPerRoom: 1_000,
  /** What moderators did, as moderators see it. */
  deedsKept: 200,
} as const;
