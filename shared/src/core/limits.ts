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
  /** Bans that a room keeps at once; one must be lifted before the next. */
  bansPerRoom: 1_000,
  /** What is kept about people who are not in a room: the oldest gives way. */
  rememberedPeople: 2_000,
  /** What moderators did, as moderators see it. */
  deedsKept: 200,
  /** What a host says to those who wait, or to who is turned away. */
  lobbyWordsLength: 500,
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
  breakoutRooms: { min: 2, max: 50 },
  breakoutNameLength: 60,
  breakoutMinutes: 24 * 60,
  breakoutPlansSaved: 20,
  breakoutSayLength: 500,
  /** Messages to all rooms that stay in the live state. */
  breakoutSaid: 20,
  /** Who was where when: the newest that stay in the live state. */
  breakoutVisits: 1_000,
  /** A pasted list of rooms and people. */
  breakoutTextLength: 50_000,
  presentationsPerRoom: 20,
  pagesPerPresentation: 200,
  /** All files of one presentation together. */
  presentationBytes: 30 * 1024 * 1024,
  /** All files of a room together: slides and what was attached. */
  roomBytes: 1024 * 1024 * 1024,
  /** Pictures that one upload may bring; each becomes a page. */
  picturesPerUpload: 50,
  /** Longest side and area of a picture, in pixels. */
  pictureSide: 12_000,
  pictureArea: 50_000_000,
} as const;
