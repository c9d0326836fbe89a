/** Bounds of streams. Bytes are UTF-8, lengths are UTF-16 code units. */
export const mediaLimits = {
  /** The most audio slots that a server may be set to; see the media SPEC. */
  audioSlots: 8,
  /** Consumer ids in one media message. */
  consumersPerMessage: 2_000,
} as const;
