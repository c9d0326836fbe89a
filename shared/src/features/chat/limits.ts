/** Bounds of messages and their files. Bytes are UTF-8, lengths are UTF-16 code units. */
export const chatLimits = {
  textLength: 5_000,
  /** Messages that the server keeps of everybody's conversation, of the moderators', and of each talk. The oldest are dropped first. */
  history: 5_000,
  staffHistory: 1_000,
  talkHistory: 300,
  /** Messages of all talks together; beyond it the longest talk drops its oldest ones. */
  talksHistory: 5_000,
  /** The newest messages of a conversation that each client holds; also the size of a page of older ones. */
  window: 100,
  /** Different emoji for one message. */
  reactionKinds: 12,
  pins: 5,
  quoteLength: 200,
  /** Members that one message can mention. */
  mentions: 20,
  filesPerMessage: 4,
  /** Uploaded files of one member that are not sent yet. */
  filesWaiting: 8,
  fileNameLength: 120,
  fileBytes: 20 * 1024 * 1024,
  /** Bytes of all chat files of one room. */
  roomFileBytes: 512 * 1024 * 1024,
  /** Width times height of an image that is shown. */
  imagePixels: 50_000_000,
} as const;
