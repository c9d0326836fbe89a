/** Bounds of the board. Bytes are UTF-8, lengths are UTF-16 code units. */
export const whiteboardLimits = {
  /** The greatest distance of a shape from the page's corner, in page units. */
  reach: 100_000,
  shapesPerPage: 10_000,
  /** Shapes of a page in one drawer; of ten thousand shapes with random ids, a drawer has about 40. */
  drawer: 500,
  /** The weight of all shapes of a page, and of a room: about their length as JSON, in bytes. */
  pageWeight: 6_000_000,
  roomWeight: 30_000_000,
  /** Shapes in one command. */
  batch: 200,
  strokePoints: 2_000,
  /** The length of a stroke's packed points. */
  strokeLength: 16_000,
  textLength: 2_000,
  /** Pictures that a room's boards may hold. */
  pictures: 200,
  /** The bytes of an uploaded picture, and the longest side of the kept one, in pixels. */
  pictureBytes: 20 * 1024 * 1024,
  pictureSide: 2_560,
  /** The length of a picture's description. */
  altLength: 500,
  /** Removed shapes of a page that can be restored. */
  bin: 1_000,
} as const;
