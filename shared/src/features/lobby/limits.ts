/** Bounds of the lobby. Bytes are UTF-8, lengths are UTF-16 code units. */
export const lobbyLimits = {
  /** What a host says to those who wait, or to who is turned away. */
  wordsLength: 500,
} as const;
