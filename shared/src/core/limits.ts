/** Every bound on what a client may send, in one place. Bytes are UTF-8, lengths are UTF-16 code units. */
export const limits = {
  /** Largest message on either line, in bytes. */
  messageBytes: 64 * 1024,
  /** Deepest nesting of a message. */
  messageDepth: 12,
  nameLength: 80,
  titleLength: 120,
  chatLength: 5_000,
  /** Messages that are kept to be read, oldest given up first: of everybody's chat, of the moderators', of each talk of two. */
  chatHistory: 5_000,
  chatStaffHistory: 1_000,
  chatTalkHistory: 300,
  /** Messages of all talks of two together; beyond it the longest talk gives up its oldest. */
  chatTalksHistory: 5_000,
  /** The newest messages of a conversation that everybody in it holds; also a page of older ones. */
  chatWindow: 100,
  /** Different emoji on one message. */
  chatReactionKinds: 12,
  chatPins: 5,
  chatQuoteLength: 200,
  /** People one message can mention. */
  chatMentions: 20,
  filesPerMessage: 4,
  /** Files one member has brought and not sent. */
  filesWaiting: 8,
  fileNameLength: 120,
  fileBytes: 20 * 1024 * 1024,
  /** All files of one room. */
  roomFileBytes: 512 * 1024 * 1024,
  /** Width times height of an image that is shown. */
  imagePixels: 50_000_000,
  /** Most people that an operator may allow in one room. */
  membersPerRoom: 2_000,
  /** Seats beyond those of a full room, for hosts and moderators. */
  staffReserve: 5,
  /** Seats that one browser may take in a room at once, and places in its queue. */
  seatsPerPerson: 4,
  waitingPerPerson: 3,
  /** Bans that a room keeps at once; one must be lifted before the next. */
  bansPerRoom: 1_000,
  /** How long a seat can be taken again after its line was last welcomed, in seconds. */
  seatSeconds: 24 * 3_600,
  /**
   * Most people who are not in a room of whom something is kept: a place to sit that is worth nothing any more, a changed
   * role, a moderator's answer. The oldest gives way. Each is somebody else who was here; some 80 bytes each.
   */
  rememberedPeople: 20_000,
  /** What moderators did, as moderators see it. */
  deedsKept: 200,
  /** What a host says to those who wait, or to who is turned away. */
  lobbyWordsLength: 500,
  /** Streams one member may publish at once, each source once. */
  streamsPerMember: 4,
  /** The most audio slots that a server may be set to; see the media SPEC. */
  audioSlots: 8,
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
  /** Shapes of a page whose ids fall together; of ten thousand with random ids, some 40 do. */
  boardDrawer: 500,
  /** What all shapes of a page, and of a room, may weigh: about their length as JSON. */
  boardPageWeight: 6_000_000,
  boardRoomWeight: 30_000_000,
  /** Shapes in one command. */
  boardBatch: 200,
  strokePoints: 2_000,
  /** A stroke's points, packed. */
  strokeLength: 16_000,
  boardTextLength: 2_000,
  /** Pictures that a room's boards may hold. */
  boardPictures: 200,
  /** What one picture for the board may weigh when it is sent, and its longest side when it is kept, in pixels. */
  boardPictureBytes: 20 * 1024 * 1024,
  boardPictureSide: 2_560,
  /** What a picture shows, in words. */
  boardAltLength: 500,
  /** Removed shapes of a page that whoever removed them can still bring back. */
  boardBin: 1_000,
  breakoutRooms: { min: 2, max: 50 },
  breakoutNameLength: 60,
  breakoutMinutes: 24 * 60,
  breakoutPlansSaved: 20,
  breakoutSayLength: 500,
  /** Messages to all rooms that stay in the live state. */
  breakoutSaid: 20,
  /** Who was where when: the newest that stay in the live state. */
  breakoutVisits: 1_000,
  /** Rooms that are over, of which can be saved what was in them: the newest. */
  breakoutPast: 100,
  /** What was written in rooms: the newest lines that are kept for moderators, and characters of each. */
  breakoutRecord: { lines: 1_000, length: 1_000 },
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
