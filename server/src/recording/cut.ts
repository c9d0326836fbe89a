import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { LogLine } from '@plenum/shared/api/recording/contract';
import type { StateOf } from '@plenum/shared/core/contract';
import { chat } from '@plenum/shared/features/chat/contract';
import { features } from '@plenum/shared/features/index';
import { captionsAfterCut } from './captions.ts';
import { cutSuffix } from './files/RecordingFiles.ts';
import { type Contents, type IndexLine, jsonOf, type RecordingFolder, writeLines } from './RecordingFolder.ts';
import { readWebm } from './webm/readWebm.ts';
import { WebmWriter } from './webm/WebmWriter.ts';
import { vp8SizeOf } from './rtp/vp8.ts';

/** How many frames are copied before the server does other things. */
const framesAtOnce = 200;

/** A stretch that is taken out, in ms of the recording's clock. */
export interface Cut {
  readonly from: number;
  readonly until: number;
}

/** The moment after the cuts; undefined for one that is cut out. */
export function movedBy(cuts: readonly Cut[], at: number): number | undefined {
  let gone = 0;
  for (const { from, until } of cuts) {
    if (at < from) break;
    if (at < until) return undefined;
    gone += until - from;
  }
  return at - gone;
}

/**
 * Makes a recording without these stretches beside the old one, and puts it in its place. Pictures go on with the first key
 * frame after a cut: what came before it can only be shown with the frames that are gone.
 */
export async function cutRecording(folder: RecordingFolder, contents: Contents, cuts: readonly Cut[]): Promise<void> {
  const target = folder.path + cutSuffix;
  rmSync(target, { recursive: true, force: true });
  mkdirSync(join(target, 'streams'), { recursive: true, mode: 0o700 });
  const lines: IndexLine[] = [];
  for (const stream of contents.streams)
    lines.push(...(await cutStream(folder, target, { stream, cuts, next: lines.length })));
  for (const at of contents.breaks) {
    const moved = movedBy(cuts, at);
    if (moved !== undefined) lines.push({ is: 'break', at: moved });
  }
  lines.push(...(await captionsAfterCut(folder, contents.captions, { target, cuts })));
  const gone = cuts.reduce((sum, { from, until }) => sum + Math.max(0, Math.min(until, contents.duration) - from), 0);
  lines.push({ is: 'stopped', at: Math.max(0, contents.duration - gone) });
  writeLines(folder.files, join(target, 'log.jsonl'), cutLog(await folder.files.text(folder.log), cuts));
  writeLines(
    folder.files,
    join(target, 'index.jsonl'),
    lines.map((line) => JSON.stringify(line)),
  );
  folder.replaceByCut();
}

interface Cutting {
  readonly stream: Contents['streams'][number];
  readonly cuts: readonly Cut[];
  readonly next: number;
}

/** Writes what is left of one stream: a file for each stretch between cuts. */
async function cutStream(
  folder: RecordingFolder,
  target: string,
  { stream, cuts, next }: Cutting,
): Promise<IndexLine[]> {
  const { member, source, codec } = stream;
  const lines: IndexLine[] = [];
  let frames = 0;
  let part: { writer: WebmWriter; file: string; from: number; piece: number } | undefined;
  const end = (): void => {
    if (!part) return;
    part.writer.close();
    lines.push({ is: 'ended', file: part.file, lasts: part.writer.last, bytes: part.writer.bytes });
    part = undefined;
  };
  for (const { at, data, isKey } of readWebm(folder.stream(stream.file), folder.files)) {
    // The server does other things between the pieces of a long stream.
    if ((frames += 1) % framesAtOnce === 0) await setImmediate();
    const moment = stream.from + at;
    const moved = movedBy(cuts, moment);
    const piece = cuts.filter(({ until }) => until <= moment).length;
    if (part && (moved === undefined || part.piece !== piece)) end();
    if (moved === undefined) continue;
    if (!part) {
      const size = codec === 'vp8' ? vp8SizeOf(data) : undefined;
      if (codec === 'vp8' && (!isKey || !size)) continue;
      const file = `${String(next + lines.length + 1).padStart(4, '0')}.webm`;
      const { files } = folder;
      const codecOf = size ? { is: 'vp8' as const, ...size } : { is: 'opus' as const };
      const writer = WebmWriter.create(join(target, 'streams', file), codecOf, { files });
      part = { writer, file, from: moved, piece };
      lines.push({ is: 'began', file, member, source, codec, from: moved });
    }
    part.writer.add({ at: moved - part.from, data, isKey });
  }
  end();
  return lines;
}

/**
 * The log without what was cut out: after each cut a view says how things stand then. Messages of the chat that were
 * written in it are gone.
 */
function cutLog(text: string, cuts: readonly Cut[]): string[] {
  const out: LogLine[] = [];
  let states: Record<string, unknown> = {};
  let head = { seq: 0, now: 0, title: '' };
  let chatBefore: unknown;
  let open: Cut | undefined;
  const resume = (): void => {
    if (!open) return;
    const at = movedBy(cuts, open.until) ?? 0;
    out.push({
      is: 'view',
      at,
      ...head,
      states: { ...states, ...(chatBefore !== undefined && { [chat.name]: chatBefore }) },
    });
    if (chatBefore !== undefined) states[chat.name] = chatBefore;
    open = undefined;
  };
  for (const line of text.split('\n')) {
    const entry = LogLine.safeParse(jsonOf(line)).data;
    if (!entry) continue;
    const cut = cuts.find(({ from, until }) => entry.at >= from && entry.at < until);
    if (open && cut !== open) resume();
    if (cut && !open) {
      open = cut;
      chatBefore = states[chat.name] as StateOf<typeof chat> | undefined;
    }
    states = applied(states, entry);
    // The beginning is cut out: the first view has the chat as it was before.
    if (open && entry.is === 'view') chatBefore ??= states[chat.name];
    if (entry.is === 'view') head = { seq: entry.seq, now: entry.now, title: entry.title };
    else if (entry.is === 'event' && entry.meta) head = { ...head, seq: entry.meta.seq, now: entry.meta.at };
    if (!cut) out.push({ ...entry, at: movedBy(cuts, entry.at) ?? entry.at });
  }
  resume();
  return out.map((line) => JSON.stringify(line));
}

function applied(states: Record<string, unknown>, line: LogLine): Record<string, unknown> {
  if (line.is === 'view') return { ...states, ...line.states };
  if (line.is !== 'event' || !line.meta) return states;
  const [feature = '', event = ''] = line.name.split(':', 2);
  const reducer = features.find(({ contract }) => contract.name === feature);
  if (!reducer || !(feature in states)) return states;
  return { ...states, [feature]: reducer.reduce(states[feature], event, line.payload, line.meta) };
}
