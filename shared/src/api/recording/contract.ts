import * as z from 'zod/mini';
import { anyoneKnown, endpoint, perMinute, signedIn } from '../../core/endpoint.ts';
import { FileId, MemberId, RecordingId, SpaceId } from '../../core/ids.ts';
import { RoomTitle, sentence } from '../../core/text.ts';
import { Meta, Refresh } from '../../core/wire.ts';
import { Source } from '../../features/media/contract.ts';
import { PresentationId } from '../../features/slides/contract.ts';
import { CaptionFile, CaptionKind, CaptionTrack } from './captions.ts';
import { ChatKept } from './chatKept.ts';
import { recordingLimits } from './limits.ts';

/**
 * `recording`: the meeting is being written. `ready`: it can be played by the people who manage it. `published`: by the
 * people whom its visibility names. `unpublished`: taken back. `deleted`: in the bin.
 */
export const recordingStates = ['recording', 'ready', 'published', 'unpublished', 'deleted'] as const;
export const RecordingState = z.enum(recordingStates);
export type RecordingState = z.infer<typeof RecordingState>;

/**
 * Who sees a published recording: owner and hosts of the space; members of the organisation too; people with the link;
 * people with the link and the code; `public`: the link works without its secret part.
 */
export const visibilities = ['hosts', 'organisation', 'link', 'code', 'public'] as const;
export const Visibility = z.enum(visibilities);
export type Visibility = z.infer<typeof Visibility>;

/** A time of the recording's clock, in ms. The clock stands still while the recording is paused. */
const Moment = z.int().check(z.minimum(0), z.maximum(recordingLimits.longestMs));

export const Chapter = z.object({ at: z.number(), title: z.string() });
export type Chapter = z.infer<typeof Chapter>;

/** The name of a file of sound or picture. */
export const StreamFile = z.string().check(z.regex(/^\d{4,6}\.webm$/));

/** One stretch of one stream, in a file of its own. */
export const Stretch = z.object({
  file: StreamFile,
  /** The member as the log of the recording names them. */
  member: MemberId,
  source: Source,
  codec: z.enum(['opus', 'vp8']),
  /** Moments of the recording's clock: of the first and after the last frame. Time 0 of the file is `from`. */
  from: z.number(),
  until: z.number(),
  bytes: z.number(),
});
export type Stretch = z.infer<typeof Stretch>;

/** A recording in a list. */
export const RecordingCard = z.object({
  id: RecordingId,
  title: z.string(),
  space: z.optional(SpaceId),
  state: RecordingState,
  visibility: Visibility,
  /** Whether people who see it may also save it. */
  download: z.boolean(),
  /** Epoch ms of the beginning. */
  startedAt: z.number(),
  /** The length of the recording's clock, in ms. */
  duration: z.number(),
  bytes: z.number(),
  /** How often it was opened. */
  views: z.number(),
  /** The secret part of the link; only for people who manage the recording. */
  key: z.optional(z.string()),
  /** The code; only for people who manage the recording, and only with the visibility `code`. */
  code: z.optional(z.string()),
  /** Epoch ms at which it is moved to the bin, or removed from the bin. */
  until: z.optional(z.number()),
  /** The recording of the main meeting, when this is one of a breakout room. */
  parent: z.optional(RecordingId),
});
export type RecordingCard = z.infer<typeof RecordingCard>;

/** All that a player must know of a recording beside its log. */
export const Manifest = z.object({
  ...RecordingCard.shape,
  /** True when the asker manages the recording. */
  manages: z.boolean(),
  chat: ChatKept,
  /** Takes the place of the code in further requests, where the code was needed: wrong codes are counted. */
  proof: z.optional(z.string()),
  chapters: z.array(Chapter),
  /** In the order of their labels. */
  captions: z.array(CaptionTrack),
  /** In the order of `from`. */
  streams: z.array(Stretch),
  /** Moments at which the recording was paused and resumed, or broke off and went on. */
  breaks: z.array(z.number()),
});
export type Manifest = z.infer<typeof Manifest>;

/**
 * One line of the log of a recording, in the order of `at`. `view` is the first line, and comes again after each break: the
 * states of the features that it names take the place of those before. `event` is as a member's line gets it; without
 * `meta` it is volatile. `refresh` is as a member's line gets `room:refresh`.
 */
export const LogLine = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('view'),
    at: z.number(),
    seq: z.number(),
    /** Epoch ms. */
    now: z.number(),
    title: z.string(),
    states: z.record(z.string(), z.unknown()),
  }),
  z.object({
    is: z.literal('event'),
    at: z.number(),
    name: z.string(),
    payload: z.unknown(),
    meta: z.optional(Meta),
  }),
  z.object({ is: z.literal('refresh'), at: z.number(), refresh: Refresh }),
]);
export type LogLine = z.infer<typeof LogLine>;

const reading = { address: [perMinute(1_200)], person: perMinute(240) };
const writing = { address: [perMinute(600)], person: perMinute(60) };
/** Files are fetched in many small ranges. */
const playing = { address: [perMinute(6_000)] };
const params = { recording: RecordingId };
const done = z.object({});

/** The secret parts with which a person without an account sees a recording. */
export const Passing = z.strictObject({
  key: z.optional(z.string().check(z.maxLength(64))),
  code: z.optional(z.string().check(z.maxLength(40))),
});
export type Passing = z.infer<typeof Passing>;

export const listRecordings = endpoint({
  name: 'recording:list',
  summary: 'Returns recordings of a space, newest first; 100 at once.',
  method: 'GET',
  path: '/spaces/:space/recordings',
  who: signedIn,
  limit: reading,
  params: { space: SpaceId },
  query: z.strictObject({
    /** Only recordings that began before this time, epoch ms. */
    before: z.optional(z.string().check(z.regex(/^\d{1,15}$/))),
    bin: z.optional(z.literal('true')),
  }),
  output: z.object({
    recordings: z.array(RecordingCard),
    more: z.boolean(),
    /** The recordings of the whole organisation, those in the bin included; `most` is absent without a bound. */
    usage: z.object({ bytes: z.number(), most: z.optional(z.number()) }),
  }),
  errors: ['unavailable'],
});

export const readRecording = endpoint({
  name: 'recording:read',
  summary: 'Returns the manifest of a recording.',
  method: 'GET',
  path: '/recordings/:recording',
  who: anyoneKnown,
  limit: { address: [perMinute(600)] },
  params,
  query: Passing,
  output: Manifest,
  errors: ['forbidden', 'unavailable'],
});

export const readRecordingLog = endpoint({
  name: 'recording:log',
  summary: 'Returns the log of a recording: one `LogLine` of JSON in each line. Answers ranges.',
  method: 'GET',
  path: '/recordings/:recording/log',
  who: anyoneKnown,
  limit: playing,
  params,
  query: Passing,
  answer: 'bytes',
  errors: ['forbidden', 'unavailable'],
});

export const recordingFile = endpoint({
  name: 'recording:file',
  summary: 'Returns a file of sound or picture, as WebM. Answers ranges.',
  method: 'GET',
  path: '/recordings/:recording/streams/:file',
  who: anyoneKnown,
  limit: playing,
  params: { ...params, file: StreamFile },
  query: Passing,
  answer: 'bytes',
  errors: ['forbidden', 'unavailable'],
});

export const recordingCaptions = endpoint({
  name: 'recording:captions',
  summary: 'Returns a file of captions, as WebVTT.',
  method: 'GET',
  path: '/recordings/:recording/captions/:file',
  who: anyoneKnown,
  limit: playing,
  params: { ...params, file: CaptionFile },
  query: Passing,
  answer: 'bytes',
  errors: ['forbidden', 'unavailable'],
});

export const recordingContent = endpoint({
  name: 'recording:content',
  summary: 'Returns a file that the recorded chat or a board names by its id.',
  method: 'GET',
  path: '/recordings/:recording/contents/:content',
  who: anyoneKnown,
  limit: playing,
  params: { ...params, content: FileId },
  query: Passing,
  answer: 'bytes',
  errors: ['forbidden', 'unavailable'],
});

export const recordingPage = endpoint({
  name: 'recording:page',
  summary: 'Returns the PDF of a recorded presentation (`file`) or the picture of a page (its number).',
  method: 'GET',
  path: '/recordings/:recording/presentations/:presentation/:part',
  who: anyoneKnown,
  limit: playing,
  params: {
    ...params,
    presentation: PresentationId,
    part: z.string().check(z.regex(/^(file|[1-9]\d{0,3})$/)),
  },
  query: Passing,
  answer: 'bytes',
  errors: ['forbidden', 'unavailable'],
});

/** The secret parts, for an act of a person without an account: moderators of a room without a space have the link. */
export const ChangeRecordingInput = z.strictObject({
  title: z.optional(RoomTitle),
  visibility: z.optional(Visibility),
  download: z.optional(z.boolean()),
  state: z.optional(z.enum(['published', 'unpublished'])),
  chapters: z.optional(
    z.array(z.strictObject({ at: Moment, title: sentence(120) })).check(z.maxLength(recordingLimits.chapters)),
  ),
});
export type ChangeRecordingInput = z.infer<typeof ChangeRecordingInput>;

export const changeRecording = endpoint({
  name: 'recording:change',
  summary: 'Changes the title, the chapters, or who may see a recording.',
  method: 'PATCH',
  path: '/recordings/:recording',
  who: anyoneKnown,
  limit: writing,
  params,
  query: Passing,
  input: ChangeRecordingInput,
  output: Manifest,
  errors: ['forbidden', 'conflict', 'unavailable'],
});

export const addCaptions = endpoint({
  name: 'recording:addCaptions',
  summary:
    'Gives a recording captions: WebVTT, SubRip, SSA or ASS. They take the place of those of the same kind and language.',
  method: 'POST',
  path: '/recordings/:recording/captions',
  who: anyoneKnown,
  limit: writing,
  params,
  query: z.strictObject({
    ...Passing.shape,
    kind: CaptionKind,
    /** A language tag of RFC 5646. */
    lang: z.string().check(z.minLength(2), z.maxLength(recordingLimits.captionLanguage)),
    label: sentence(recordingLimits.captionLabel),
  }),
  body: 'bytes',
  mostBytes: recordingLimits.captionBytes,
  output: Manifest,
  errors: ['forbidden', 'conflict'],
});

export const removeCaptions = endpoint({
  name: 'recording:removeCaptions',
  summary: 'Erases a file of captions.',
  method: 'DELETE',
  path: '/recordings/:recording/captions/:file',
  who: anyoneKnown,
  limit: writing,
  params: { ...params, file: CaptionFile },
  query: Passing,
  output: Manifest,
  errors: ['forbidden', 'conflict', 'unavailable'],
});

export const CutInput = z.strictObject({
  /** Stretches that are taken out, as moments of the present clock, in order and without overlap. */
  cuts: z.array(z.strictObject({ from: Moment, until: Moment })).check(
    z.minLength(1),
    z.maxLength(recordingLimits.cuts),
    z.refine(
      (cuts) => cuts.every(({ from, until }, at) => from < until && from >= (cuts[at - 1]?.until ?? 0)),
      'must be in order and without overlap',
    ),
  ),
  /** The length that the client saw: the server refuses when the recording has another one by now. */
  duration: z.number(),
  /** What is cut is gone from the disk for good. */
  confirm: z.literal(true),
});
export type CutInput = z.infer<typeof CutInput>;

export const cutRecording = endpoint({
  name: 'recording:cut',
  summary: 'Takes stretches out of a recording for good, and answers with what is left.',
  method: 'POST',
  path: '/recordings/:recording/cuts',
  who: anyoneKnown,
  limit: { address: [perMinute(60)], person: perMinute(10) },
  params,
  query: Passing,
  input: CutInput,
  output: Manifest,
  errors: ['forbidden', 'conflict', 'unavailable'],
});

export const LeaveOutInput = z.strictObject({
  /** People as the log of the recording names them: their voice, pictures, name, messages and drawings go. */
  members: z.array(MemberId).check(z.maxLength(recordingLimits.leftOut)),
  /** The whole chat goes. */
  chat: z.boolean(),
  /** The length that the client saw: the server refuses when the recording has another one by now. */
  duration: z.number(),
  /** What is taken out is gone from the disk for good. */
  confirm: z.literal(true),
});
export type LeaveOutInput = z.infer<typeof LeaveOutInput>;

export const leaveOutOfRecording = endpoint({
  name: 'recording:leaveOut',
  summary: 'Takes people, or the chat, out of a recording for good, and answers with what is left.',
  method: 'POST',
  path: '/recordings/:recording/removals',
  who: anyoneKnown,
  limit: { address: [perMinute(60)], person: perMinute(10) },
  params,
  query: Passing,
  input: LeaveOutInput,
  output: Manifest,
  errors: ['forbidden', 'conflict', 'unavailable'],
});

export const removeRecording = endpoint({
  name: 'recording:remove',
  summary: 'Moves a recording to the bin; a recording that is in the bin is erased.',
  method: 'DELETE',
  path: '/recordings/:recording',
  who: anyoneKnown,
  limit: writing,
  params,
  query: Passing,
  output: done,
  errors: ['forbidden', 'conflict', 'unavailable'],
});

export const restoreRecording = endpoint({
  name: 'recording:restore',
  summary: 'Takes a recording out of the bin; it is unpublished then.',
  method: 'POST',
  path: '/recordings/:recording/restoration',
  who: anyoneKnown,
  limit: writing,
  params,
  query: Passing,
  output: Manifest,
  errors: ['forbidden', 'conflict', 'full', 'unavailable'],
});
