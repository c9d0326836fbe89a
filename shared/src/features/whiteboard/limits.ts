/** Bounds of the board. Bytes are UTF-8, lengths are UTF-16 code units. */
export const whiteboardLimits = {
  /** Farthest from the page's corner that anything may be drawn, in page units. */
  reach: 100_000,
  shapesPerPage: 10_000,
  /** Shapes of a page whose ids fall together; of ten thousand with random ids, some 40 do. */
  drawer: 500,
  /** What all shapes of a page, and of a room, may weigh: about their length as JSON. */
  pageWeight: 6_000_000,
  roomWeight: 30_000_000,
  /** Shapes in one command. */
  batch: 200,
  strokePoints: 2_000,
  /** A stroke's points, packed. */
  strokeLength: 16_000,
  textLength: 2_000,
  /** Pictures that a room's boards may hold. */
  pictures: 200,
  /** What one picture for the board may weigh when it is sent, and its longest side when it is kept, in pixels. */
  pictureBytes: 20 * 1024 * 1024,
  pictureSide: 2_560,
  /** What a picture shows, in words. */
  altLength: 500,
  /** Removed shapes of a page that whoever removed them can still bring back. */
  bin: 1_000,
} as const;
