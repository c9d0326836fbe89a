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
  /** Consumer ids in one media message. */
  consumersPerMessage: 2_000,
  /** Stays in the attendance of a room. */
  stays: 5_000,
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
  /** Farthest from the page's corner that anything may be drawn, in page units. */
  boardReach: 100_000,
  boardShapesPerPage: 10_000,
  /** What all shapes of a page, and of a room, may weigh: about their length as JSON. */
  boardPageWeight: 6_000_000,
  boardRoomWeight: 30_000_000,
  /** Shapes in one command. */
  boardBatch: 200,
  strokePoints: 2_000,
  /** A stroke's points, packed. */
  strokeLength: 16_000,
  boardTextLength: 2_000,
  /** Removed shapes of a page that whoever removed them can still bring back. */
  boardBin: 1_000,
} as const;
