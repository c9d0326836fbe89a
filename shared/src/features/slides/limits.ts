/** Bounds of presentations. Bytes are UTF-8, lengths are UTF-16 code units. */
export const slidesLimits = {
  presentationsPerRoom: 20,
  /** The bytes of all files of one presentation together. */
  presentationBytes: 30 * 1024 * 1024,
  /** The pictures in one upload; each becomes a page. */
  picturesPerUpload: 50,
  /** The notes about documents of a program that are on their way or never came. */
  documentNotes: 40,
} as const;
