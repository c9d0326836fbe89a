import * as z from 'zod/mini';
import { anyoneKnown, endpoint, perMinute } from '../../core/endpoint.ts';
import { RecordingId } from '../../core/ids.ts';
import { Passing } from './contract.ts';

/** The files that the server makes of a recording: pictures and sound, and the sound alone. All others are made from `webm`. */
export const copyKinds = ['webm', 'mp4', 'm4a', 'mp3'] as const;
export const CopyKind = z.enum(copyKinds);
export type CopyKind = z.infer<typeof CopyKind>;

/** `waiting`: for its turn. `making`: now. `made`: it can be saved. `failed`: it can be asked for again. */
export const copyStates = ['waiting', 'making', 'made', 'failed'] as const;
export const CopyState = z.enum(copyStates);

/** Why a copy failed: the organisation's space, or the disk, is full; it took too long; or something else. */
export const copyFaults = ['full', 'disk', 'time', 'fault'] as const;
export const CopyFault = z.enum(copyFaults);
export type CopyFault = z.infer<typeof CopyFault>;

/** One file of a recording, made by the server. */
export const Copy = z.object({
  kind: CopyKind,
  state: CopyState,
  /** The part that is done, from 0 to 1. */
  share: z.number(),
  /** Its bytes; 0 before it is made. */
  bytes: z.number(),
  why: z.optional(CopyFault),
});
export type Copy = z.infer<typeof Copy>;

/**
 * Why this server makes no copies of a kind: it has no Chromium, cannot run it in a sandbox, or has no ffmpeg; `off`: its
 * operator does not want it.
 */
export const copyLacks = ['browser', 'sandbox', 'ffmpeg', 'off'] as const;
export const CopyLack = z.enum(copyLacks);
export type CopyLack = z.infer<typeof CopyLack>;

/** The copies of a recording, and which kinds this server cannot make. */
export const Copies = z.object({
  copies: z.array(Copy),
  lacks: z.partialRecord(CopyKind, CopyLack),
});
export type Copies = z.infer<typeof Copies>;

const params = { recording: RecordingId };
const writing = { address: [perMinute(600)], person: perMinute(60) };

export const listCopies = endpoint({
  name: 'recording:copies',
  summary: 'Returns the files that the server makes of a recording, with their progress. For people who may save it.',
  method: 'GET',
  path: '/recordings/:recording/copies',
  who: anyoneKnown,
  limit: { address: [perMinute(1_200)], person: perMinute(240) },
  params,
  query: Passing,
  output: Copies,
  errors: ['forbidden', 'unavailable'],
});

export const makeCopy = endpoint({
  name: 'recording:copy',
  summary: 'Puts a file of a recording into the queue of those that the server makes. One that is there stays.',
  method: 'POST',
  path: '/recordings/:recording/copies',
  who: anyoneKnown,
  limit: writing,
  params,
  query: Passing,
  input: z.strictObject({ kind: CopyKind }),
  output: Copies,
  errors: ['forbidden', 'conflict', 'full', 'unavailable'],
});

export const readCopy = endpoint({
  name: 'recording:readCopy',
  summary: 'Returns a file that the server made of a recording. Answers ranges.',
  method: 'GET',
  path: '/recordings/:recording/copies/:kind',
  who: anyoneKnown,
  limit: { address: [perMinute(600)] },
  params: { ...params, kind: CopyKind },
  query: Passing,
  answer: 'bytes',
  errors: ['forbidden', 'unavailable'],
});

export const dropCopy = endpoint({
  name: 'recording:dropCopy',
  summary: 'Removes a file that the server made, or ends its making.',
  method: 'DELETE',
  path: '/recordings/:recording/copies/:kind',
  who: anyoneKnown,
  limit: writing,
  params: { ...params, kind: CopyKind },
  query: Passing,
  output: Copies,
  errors: ['forbidden', 'conflict', 'unavailable'],
});
