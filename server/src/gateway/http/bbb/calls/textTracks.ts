import { CaptionKind, languageTag } from '@plenum/shared/api/recording/captions';
import { recordingLimits } from '@plenum/shared/api/recording/limits';
import { AppError, LimitMet } from '@plenum/shared/core/errors';
import type { Request } from 'express';
import { readBytes } from '../body.ts';
import type { Answered, Call } from '../call.ts';
import { Failed } from '../failure.ts';
import { partOf } from '../multipart.ts';
import type { BbbParts } from '../ports.ts';

type Parts = Pick<BbbParts, 'recordings'>;

/** The most bytes of an upload: the file, and the words around it. */
const mostBytes = recordingLimits.captionBytes + 16 * 1024;

/** These calls answer errors, too, in JSON. */
function refused(messageKey: string, message: string, more: object = {}): Answered {
  return { json: { response: { messageKey, message, ...more, returncode: 'FAILED' } } };
}

/** The files of captions of a recording. */
export function getRecordingTextTracks({ recordings }: Parts): Call {
  return {
    name: 'getRecordingTextTracks',
    methods: ['GET', 'POST'],
    bodies: ['form'],
    signed: 'checksum',
    async handle({ owner, parameters, origin }) {
      const recordId = parameters.get('recordID')?.trim() ?? '';
      if (recordId === '') return refused('paramError', 'Missing param recordID.');
      const found = await recordings.tracks(owner, recordId);
      if (!found) return refused('noRecordings', `No recording was found for ${recordId}`);
      const { id, key } = found;
      const tracks = found.tracks.map(({ file, kind, label, lang }) => {
        const href = `${origin}/api/recordings/${id}/captions/${file}?key=${key}`;
        return { href, kind, label, lang, source: 'upload' };
      });
      return { json: { response: { returncode: 'SUCCESS', tracks } } };
    },
  };
}

/** Gives a recording a file of captions. */
export function putRecordingTextTrack({ recordings }: Parts): Call {
  return {
    name: 'putRecordingTextTrack',
    methods: ['POST'],
    bodies: ['own'],
    signed: 'checksum',
    async handle({ owner, parameters, request }) {
      const valueOf = (name: string) => parameters.get(name)?.trim() ?? '';
      const recordId = valueOf('recordID');
      if (recordId === '') return refused('paramError', 'Missing param recordID.');
      if (!(await recordings.tracks(owner, recordId))) {
        return refused('noRecordings', `No recording was found for ${recordId}`);
      }
      const [said, tag] = [valueOf('kind'), valueOf('lang')];
      if (said === '') return refused('paramError', 'Missing param kind.');
      const kind = CaptionKind.safeParse(said).data;
      if (!kind) {
        return refused('invalidKind', `Invalid kind parameter, expected='subtitles|captions' actual=${said}`);
      }
      if (tag === '') return refused('paramError', 'Missing param lang.');
      const lang = languageTag(tag);
      if (lang === undefined) return refused('invalidLang', `Malformed lang param, received=${tag}`);
      const failedUpload = () => refused('upload_text_track_failed', 'Text track upload failed.', { recordId });
      const text = await fileIn(request);
      if (text === undefined) return failedUpload();
      if (text.trim() === '') return refused('empty_uploaded_text_track', 'Empty uploaded text track.');
      const isTaken = await isPut(
        recordings.putTrack(owner, recordId, { kind, lang, label: labelOf(valueOf('label'), lang), text }),
      );
      if (!isTaken) return failedUpload();
      const message = 'Text track uploaded successfully';
      return {
        json: { response: { messageKey: 'upload_text_track_success', message, recordId, returncode: 'SUCCESS' } },
      };
    },
  };
}

/** The label on one line, else the name of the language. */
function labelOf(said: string, lang: string): string {
  const label = said.replaceAll(/\p{Cc}/gu, ' ').trim();
  const name = label || (new Intl.DisplayNames('en', { type: 'language' }).of(lang) ?? lang);
  return name.slice(0, recordingLimits.captionLabel).trim();
}

/** Whether a file was taken. One without captions, and one for which there is no space, is not. */
async function isPut(putting: Promise<void>): Promise<boolean> {
  try {
    await putting;
    return true;
  } catch (error) {
    if (error instanceof LimitMet || (error instanceof AppError && error.code !== 'internal')) return false;
    throw error;
  }
}

/** The text of the part `file` of a form; empty for another type of body, undefined for a form that is unreadable or too large. */
async function fileIn(request: Request): Promise<string | undefined> {
  const type = request.headers['content-type'] ?? '';
  if (!/^multipart\/form-data\b/i.test(type)) return '';
  try {
    return partOf(await readBytes(request, mostBytes), type, 'file')?.toString('utf8');
  } catch (error) {
    if (error instanceof Failed) return undefined;
    throw error;
  }
}
