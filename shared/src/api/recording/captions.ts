import * as z from 'zod/mini';
import { recordingLimits } from './limits.ts';

/** Words that are shown from `from` until `to`, in ms of the recording. */
export interface Cue {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The name of a file of captions. */
export const CaptionFile = z.string().check(z.regex(/^\d{4,6}\.vtt$/));

/** `captions` also tell of sounds; `subtitles` have the words alone. */
export const CaptionKind = z.enum(['captions', 'subtitles']);

/** The captions of a recording in one language. A recording has one file of each kind and language. */
export const CaptionTrack = z.object({
  file: CaptionFile,
  kind: CaptionKind,
  /** A language tag of RFC 5646 in its canonical form, such as `pt-BR`. */
  lang: z.string(),
  /** What people choose by; mostly the name of the language. */
  label: z.string(),
  bytes: z.number(),
});
export type CaptionTrack = z.infer<typeof CaptionTrack>;

/** The canonical form of a language tag, without extensions; undefined for a text that is none. Programs also write `pt_BR`. */
export function languageTag(text: string): string | undefined {
  const tag = text.trim().replaceAll('_', '-');
  if (!/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(tag) || tag.length > recordingLimits.captionLanguage)
    return undefined;
  try {
    return new Intl.Locale(tag).baseName;
  } catch {
    return undefined;
  }
}

const time = String.raw`(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})`;
const timing = new RegExp(String.raw`^\s{0,8}${time}\s{1,8}-->\s{1,8}${time}`);

/**
 * Reads a file of captions: WebVTT, SubRip, SubStation Alpha or its successor ASS. What is none of these has no cues; blocks without
 * a time are passed over, and marks within the words are left out. The time that it takes grows with the length of the file alone.
 * @returns the cues by their beginning, at most `recordingLimits.cues`
 */
export function cuesOf(file: string): readonly Cue[] {
  const lines = file
    .replace(/^\uFEFF/, '')
    .replaceAll(/\r\n?/g, '\n')
    .split('\n');
  const cues = lines.some((line) => /^\[events\]/i.test(line)) ? dialogueCues(lines) : blockCues(lines);
  return cues
    .filter(({ from, to, text }) => text !== '' && to > from && from < recordingLimits.longestMs)
    .slice(0, recordingLimits.cues)
    .toSorted((a, b) => a.from - b.from);
}

/** The cues of WebVTT and SubRip: a line with two times, then lines of words, up to an empty line. */
function blockCues(lines: readonly string[]): Cue[] {
  const cues: Cue[] = [];
  let cue: { from: number; to: number; words: string[] } | undefined;
  const end = () => {
    if (cue) cues.push({ from: cue.from, to: cue.to, text: plain(cue.words.join('\n'), '<', '>') });
    cue = undefined;
  };
  for (const line of lines) {
    const times = line.includes('-->') ? timing.exec(line.slice(0, 80))?.slice(1) : undefined;
    if (times) {
      end();
      cue = { from: msOf(times.slice(0, 4)), to: msOf(times.slice(4)), words: [] };
    } else if (line.trim() === '') end();
    else cue?.words.push(line);
  }
  end();
  return cues;
}

/** The cues of SubStation Alpha: lines `Dialogue:`, whose fields a line `Format:` names. */
function dialogueCues(lines: readonly string[]): Cue[] {
  let fields = ['layer', 'start', 'end', 'style', 'name', 'marginl', 'marginr', 'marginv', 'effect', 'text'];
  let isInside = false;
  const cues: Cue[] = [];
  for (const line of lines) {
    if (line.startsWith('[')) isInside = /^\[events\]/i.test(line);
    if (!isInside) continue;
    const format = /^format:(.{0,400})$/i.exec(line)?.[1];
    if (format !== undefined)
      fields = format
        .toLowerCase()
        .split(',')
        .map((field) => field.trim());
    if (!/^dialogue:/i.test(line)) continue;
    const values = line.slice('dialogue:'.length).split(',');
    const valueOf = (field: string) => values[fields.indexOf(field)]?.trim() ?? '';
    const [from, to] = [dialogueTime(valueOf('start')), dialogueTime(valueOf('end'))];
    if (from === undefined || to === undefined) continue;
    // The words are the last field, and may have commas.
    const words = values
      .slice(fields.length - 1)
      .join(',')
      .replaceAll(/\\[Nn]/g, '\n')
      .replaceAll('\\h', ' ');
    cues.push({ from, to, text: plain(words, '{', '}') });
  }
  return cues;
}

function dialogueTime(text: string): number | undefined {
  const parts = /^(\d{1,3}):(\d{2}):(\d{2})[.:](\d{1,3})$/.exec(text)?.slice(1);
  return parts && msOf(parts);
}

/** @param parts hours, minutes, seconds and the digits behind the point */
function msOf([hours = '0', minutes = '0', seconds = '0', rest = '0']: readonly (string | undefined)[]): number {
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000 + Number(rest.padEnd(3, '0'));
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&nbsp;': ' ',
  '&lrm;': '\u200E',
  '&rlm;': '\u200F',
};

/** The words without marks, control characters and empty lines. */
function plain(words: string, open: string, close: string): string {
  const unmarked = withoutMarks(words.slice(0, recordingLimits.captionLength * 4), open, close);
  return (
    unmarked
      .replaceAll(/&(?:amp|lt|gt|nbsp|lrm|rlm);/g, (entity) => entities[entity] ?? entity)
      // oxlint-disable-next-line no-control-regex -- these are meant
      .replaceAll(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\uFFFE\uFFFF]/g, '')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .join('\n')
      .slice(0, recordingLimits.captionLength)
      .toWellFormed()
  );
}

/** The text without what stands between `open` and `close`. A pattern would look through the rest again at each `open`. */
function withoutMarks(text: string, open: string, close: string): string {
  let left = '';
  for (let at = 0; ; ) {
    const begins = text.indexOf(open, at);
    const ends = begins < 0 ? -1 : text.indexOf(close, begins);
    if (ends < 0) return left + text.slice(at);
    left += text.slice(at, begins);
    at = ends + 1;
  }
}

function timeOf(ms: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const seconds = Math.floor(ms / 1_000);
  const clock = `${two(Math.floor(seconds / 3_600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${clock}.${String(Math.floor(ms % 1_000)).padStart(3, '0')}`;
}

/** Writes cues as WebVTT. */
export function vttOf(cues: readonly Cue[]): string {
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const blocks = cues.map(({ from, to, text }) => `${timeOf(from)} --> ${timeOf(to)}\n${escaped(text)}\n`);
  return ['WEBVTT\n', ...blocks].join('\n');
}
