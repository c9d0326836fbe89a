/** Every bound on what a client may send, in one place. Bytes are UTF-8, lengths are UTF-16 code units. */
export const limits = {
  /** Largest message on either line, in bytes. */
  messageBytes: 64 * 1024,
  /** Deepest nesting of a message. */
  messageDepth: 12,
  nameLength: 80,
  titleLength: 120,
  chatLength: 5_000,
  /** Chat messages that stay in the live state; older ones are in the log. */
  chatHistory: 1_000,
  membersPerRoom: 500,
  /** Streams one member may publish at once, each source once. */
  streamsPerMember: 4,
  /** The most audio slots that a server may be set to; see the media SPEC. */
  audioSlots: 8,
  /** Consumer ids in one media message. */
  consumersPerMessage: 2_000,
  pollQuestionLength: 500,
  pollOptions: 20,
  pollOptionLength: 200,
  /** A typed answer. */
  pollAnswerLength: 200,
  pollSeconds: 7 * 24 * 3_600,
  pollDrafts: 50,
  pollsOpen: 10,
  /** Polls that stay in the live state, open or closed. */
  pollsKept: 30,
  /** A text with polls in it: typed, pasted or from a file. */
  pollTextLength: 100_000,
} as const;
