/** Bounds of no single feature; a feature has its own in `limits.ts`. Bytes are UTF-8, lengths UTF-16 code units. */
export const limits = {
  /** The largest message on either line, in bytes. */
  messageBytes: 64 * 1024,
  /** The deepest nesting of a message. */
  messageDepth: 12,
  nameLength: 80,
  titleLength: 120,
  /** The most people that an operator may allow in one room. */
  membersPerRoom: 2_000,
  /** Seats beyond those of a full room, for hosts and moderators. */
  staffReserve: 5,
  /** Seats and places in the queue that one browser may have in a room at once. */
  seatsPerPerson: 4,
  waitingPerPerson: 3,
  /** How long a seat can be retaken after its line was last welcomed, in seconds. */
  seatSeconds: 24 * 3_600,
  /**
   * The most absent people of whom a room keeps something: an invalid seat, a changed role, a moderator's answer. The
   * oldest is dropped first. Each takes about 80 bytes.
   */
  rememberedPeople: 20_000,
  /** All files of a room together, in bytes: slides and attachments. */
  roomBytes: 1024 * 1024 * 1024,
  /**
   * Bounds of the converters, which know no feature: pages, and the longest side and the area of a picture, in pixels.
   */
  pagesPerPresentation: 200,
  pictureSide: 12_000,
  pictureArea: 50_000_000,
} as const;
