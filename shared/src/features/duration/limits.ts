const minute = 60_000;

/** Bounds of the length of a meeting. */
export const durationLimits = {
  /** The longest limit of a room, and the most by which it can be extended, in minutes: a week. */
  mostMinutes: 7 * 24 * 60,
  /** The most minutes of one extension. */
  extensionMinutes: 120,
  /** How long before the end the first warning comes, in ms. */
  warnMs: 5 * minute,
  /** The least time between the last warning and the end, in ms. */
  noticeMs: minute,
  /** How long an open poll may hold the end off, in ms. */
  pollMs: 5 * minute,
  /** How long a room is empty before its sitting is over, in ms. */
  emptyMs: minute,
} as const;
