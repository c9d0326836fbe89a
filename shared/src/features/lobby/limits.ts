/** Bounds of the lobby. Bytes are UTF-8, lengths are UTF-16 code units. */
export const lobbyLimits = {
  /** Length of the words to people who wait, or to a person who is turned away. */
  wordsLength: 500,
} as const;
