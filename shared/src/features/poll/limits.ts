/** Bounds of polls. Bytes are UTF-8, lengths are UTF-16 code units. */
export const pollLimits = {
  questionLength: 500,
  options: 20,
  optionLength: 200,
  /** The length of a typed answer. */
  answerLength: 200,
  seconds: 7 * 24 * 3_600,
  drafts: 50,
  open: 10,
  /** Polls in the live state, open or closed. */
  kept: 30,
  /** A text with polls: typed, pasted or from a file. */
  textLength: 100_000,
} as const;
