/** The bounds that concern no single feature; a feature has its own in `limits.ts`. Bytes are UTF-8, lengths UTF-16 code units. */
export const limits = {
  /** Largest message on either line, in bytes. */
  messageBytes: 64 * 1024,
  /** Deepest nesting of a message. */
  messageDepth: 12,
  nameLength: 80,
  titleLength: 120,
  /** Most people that an operator may allow in one room. */
  membersPerRoom: 2_000,
  /** Seats beyond those of a full room, for hosts and moderators. */
  staffReserve: 5,
  /** Seats that one browser may take in a room at once, and places in its queue. */
  seatsPerPerson: 4,
  waitingPerPerson: 3,
  /** How long a seat can be taken again after its line was last welcomed, in seconds. */
  seatSeconds: 24 * 3_600,
  /**
   * Most people who are not in a room of whom something is kept: a place to sit that is worth nothing any more, a changed
   * role, a moderator's answer. The oldest gives way. Each is somebody else who was here; some 80 bytes each.
   */
  rememberedPeople: 20_000,
  /** All files of a room together: slides and what was attached. */
  roomBytes: 1024 * 1024 * 1024,
  /** What the converters keep too, which know no feature: pages, and the longest side and the area of a picture, in pixels. */
  pagesPerPresentation: 200,
  pictureSide: 12_000,
  pictureArea: 50_000_000,
} as const;
