/** Bounds of recordings. */
export const recordingLimits = {
  /** The most chapters of one recording. */
  chapters: 200,
  /** The most stretches that one cut names. */
  cuts: 100,
  /** The most people whom one request takes out. */
  leftOut: 100,
  /** The longest recording, in ms; the server stops a longer one. */
  longestMs: 24 * 3_600_000,
  /** How long a removed recording stays in the bin, in ms. */
  binMs: 30 * 24 * 3_600_000,
  /** The most files of captions of one recording, and the most bytes of one that is sent. */
  captionFiles: 30,
  captionBytes: 2 * 1024 * 1024,
  /** The most cues of a file, the most characters of one, of a label and of a language tag. */
  cues: 20_000,
  captionLength: 1_000,
  captionLabel: 60,
  captionLanguage: 35,
  /** The most recordings in one answer. */
  page: 100,
} as const;

/** The id under which the log of a recording names its viewer. Nobody in the meeting has it. */
export const viewerId = 'viewer';
