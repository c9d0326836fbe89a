/** Bounds of streams. Bytes are UTF-8, lengths are UTF-16 code units. */
export const mediaLimits = {
  /** The largest `PLENUM_AUDIO_SLOTS`; see the media SPEC. */
  audioSlots: 8,
  /** Consumer ids in one media message. */
  consumersPerMessage: 2_000,
  /** How often a client reports a connection that is not good, in ms. */
  reportMs: 20_000,
} as const;
