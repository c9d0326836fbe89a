import { ChatKept } from '@plenum/shared/api/recording/chatKept';
import { recordingLimits } from '@plenum/shared/api/recording/limits';
import * as z from 'zod/mini';

/** The bounds of a recording in an archive, beside the bytes that the disk of this server allows. */
export const recordingBounds = {
  recordBytes: 1024 * 1024,
  indexBytes: 32 * 1024 * 1024,
  streams: 20_000,
  contents: 10_000,
  /** Written as WebVTT, captions take more than what was sent. */
  captionBytes: 4 * recordingLimits.captionBytes,
  /** Blocks and clusters of one file for each second of it: sound has 50, pictures have at most 60. */
  elementsPerSecond: 250,
} as const;

const moment = z.number().check(z.minimum(0), z.maximum(recordingLimits.longestMs));

/** The record of a recording. Its space, its keys and who saw it stay behind. */
export const RecordingRecord = z.strictObject({
  title: z.string().check(z.minLength(1), z.maxLength(200)),
  chat: ChatKept,
  startedAt: z.int().check(z.minimum(0)),
  chapters: z
    .array(z.strictObject({ at: moment, title: z.string().check(z.maxLength(1_000)) }))
    .check(z.maxLength(recordingLimits.chapters)),
});
export type RecordingRecord = z.infer<typeof RecordingRecord>;

/** The files of a recording within an archive, in their order. */
export const recordingPaths = {
  record: 'recording.json',
  index: 'index.jsonl',
  log: 'log.jsonl',
  streams: 'streams/',
  captions: 'captions/',
  contents: 'contents/',
} as const;
