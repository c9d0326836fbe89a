/** Bounds of messages and their files. Bytes are UTF-8, lengths are UTF-16 code units. */
export const chatLimits = {
  textLength: 5_000,
  /** Messages that are kept to be read, oldest given up first: of everybody's chat, of the moderators', of each talk of two. */
  history: 5_000,
  staffHistory: 1_000,
  talkHistory: 300,
  /** Messages of all talks of two together; beyond it the longest talk gives up its oldest. */
  talksHistory: 5_000,
  /** The newest messages of a conversation that everybody in it holds; also a page of older ones. */
  window: 100,
  /** Different emoji on one message. */
  reactionKinds: 12,
  pins: 5,
  quoteLength: 200,
  /** People one message can mention. */
  mentions: 20,
  filesPerMessage: 4,
  /** Files one member has brought and not sent. */
  filesWaiting: 8,
  fileNameLength: 120,
  fileBytes: 20 * 1024 * 1024,
  /** All files of one room. */
  roomFileBytes: 512 * 1024 * 1024,
  /** Width times height of an image that is shown. */
  imagePixels: 50_000_000,
} as const;
