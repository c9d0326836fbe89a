import { existsSync, renameSync, rmSync } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CaptionFile, CaptionTrack } from '@plenum/shared/api/recording/captions';
import { type Stretch, StreamFile } from '@plenum/shared/api/recording/contract';
import { MemberId } from '@plenum/shared/core/ids';
import { Source } from '@plenum/shared/features/media/contract';
import * as z from 'zod/mini';
import { appendLines } from './child/lines.ts';
import { namesIn } from './contentsOf.ts';
import { finishWebm } from './webm/finishWebm.ts';

/** A line of the index, which is enough to find everything again after a crash. */
export const IndexLine = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('began'),
    file: StreamFile,
    member: MemberId,
    source: Source,
    codec: z.enum(['opus', 'vp8']),
    from: z.number(),
  }),
  z.object({ is: z.literal('ended'), file: StreamFile, lasts: z.number(), bytes: z.number() }),
  /** The crash left nothing of this file that plays. */
  z.object({ is: z.literal('gone'), file: StreamFile }),
  /** The clock stood still here: a pause, or a crash. */
  z.object({ is: z.literal('break'), at: z.number() }),
  z.object({ is: z.literal('stopped'), at: z.number() }),
  /** Captions were added; those of the same kind and language are gone. */
  z.object({ is: z.literal('captions'), ...CaptionTrack.shape }),
  z.object({ is: z.literal('noCaptions'), file: CaptionFile }),
]);
export type IndexLine = z.infer<typeof IndexLine>;

/** What the files of a recording hold. Times in ms of the recording's clock. */
export interface Contents {
  readonly streams: readonly Stretch[];
  readonly breaks: readonly number[];
  readonly captions: readonly CaptionTrack[];
  readonly duration: number;
  readonly bytes: number;
}

/** The suffixes of a folder that a cut makes, and of the one that it replaces. */
export const cutSuffix = '.cut';
const oldSuffix = '.old';

/** The folder of captions in that of a recording. */
export const captionsFolder = 'captions';

/** The length of a frame of sound, in ms. */
const soundMs = 20;

/** The folder of one recording on the disk. */
export class RecordingFolder {
  readonly path: string;

  /** @param root the folder of all recordings */
  constructor(root: string, id: string) {
    // The id comes from the database, and a name that is a path is none.
    if (!/^[\w-]{1,40}$/.test(id)) throw new Error(`This is no id of a recording: ${id}`);
    this.path = join(root, id);
  }

  get log(): string {
    return join(this.path, 'log.jsonl');
  }

  get #index(): string {
    return join(this.path, 'index.jsonl');
  }

  stream(file: string): string {
    return join(this.path, 'streams', StreamFile.parse(file));
  }

  captions(file: string): string {
    return join(this.path, captionsFolder, CaptionFile.parse(file));
  }

  /** Adds lines to the index. */
  append(lines: readonly IndexLine[]): void {
    appendLines(this.#index, lines);
  }

  /** Reads what there is; completes files that a crash left open. `isLive`: files that are open are being written. */
  async read(isLive = false): Promise<Contents> {
    this.#settleCut();
    const lines = await this.index();
    const ended = new Map(
      lines.flatMap((line) => (line.is === 'ended' || line.is === 'gone' ? [[line.file, line] as const] : [])),
    );
    const repaired: IndexLine[] = [];
    const streams: Stretch[] = [];
    for (const line of lines) {
      if (line.is !== 'began') continue;
      const { file, member, source, codec, from } = line;
      let end: Extract<IndexLine, { is: 'ended' | 'gone' }> | undefined = ended.get(file);
      if (!end && !isLive) repaired.push((end = this.#finish(file)));
      if (end?.is !== 'ended') continue;
      const until = from + end.lasts + (codec === 'opus' ? soundMs : 0);
      streams.push({ file, member, source, codec, from, until, bytes: end.bytes });
    }
    // Once: the next reader finds the lines.
    if (repaired.length > 0) this.append(repaired);
    streams.sort((a, b) => a.from - b.from);
    const breaks = lines.flatMap((line) => (line.is === 'break' ? [line.at] : []));
    const stopped = lines.findLast((line) => line.is === 'stopped');
    const duration = stopped?.at ?? Math.max(0, await this.#lastOfLog(), ...streams.map(({ until }) => until));
    return { streams, breaks, captions: captionsIn(lines), duration, bytes: await this.#bytes() };
  }

  /** The texts in the log that may be ids of files. */
  async names(): Promise<ReadonlySet<string>> {
    return new Set(namesIn(await readFile(this.log, 'utf8').catch(() => '')));
  }

  /** The lines of the index; a line that is cut short by a crash is left out. */
  async index(): Promise<IndexLine[]> {
    const text = await readFile(this.#index, 'utf8').catch(() => '');
    return text.split('\n').flatMap((line) => parsed(line) ?? []);
  }

  /** Puts the folder that a cut made in the place of this one. */
  replaceByCut(): void {
    renameSync(this.path, this.path + oldSuffix);
    renameSync(this.path + cutSuffix, this.path);
  }

  /** Removes what a cut replaced. */
  async removeOld(): Promise<void> {
    await rm(this.path + oldSuffix, { recursive: true, force: true });
    await rm(this.path + cutSuffix, { recursive: true, force: true });
  }

  async remove(): Promise<void> {
    await this.removeOld();
    await rm(this.path, { recursive: true, force: true });
  }

  /** Finishes a cut in whose middle the process died. */
  #settleCut(): void {
    if (!existsSync(this.path) && existsSync(this.path + cutSuffix)) renameSync(this.path + cutSuffix, this.path);
    // What was cut is gone, also when the process died before it removed it.
    if (existsSync(this.path)) rmSync(this.path + oldSuffix, { recursive: true, force: true });
  }

  #finish(file: string): Extract<IndexLine, { is: 'ended' | 'gone' }> {
    try {
      const { lastMs, bytes } = finishWebm(this.stream(file));
      return { is: 'ended', file, lasts: lastMs, bytes };
    } catch {
      // The file was never written, or the crash left not even its head.
      return { is: 'gone', file };
    }
  }

  async #lastOfLog(): Promise<number> {
    const text = await readFile(this.log, 'utf8').catch(() => '');
    const lines = text.trimEnd().split('\n');
    for (const line of lines.toReversed()) {
      const at = z.object({ at: z.number() }).safeParse(jsonOf(line)).data?.at;
      if (at !== undefined) return at;
    }
    return 0;
  }

  async #bytes(): Promise<number> {
    const names = await readdir(this.path, { recursive: true }).catch(() => []);
    const found = await Promise.all(names.map((name) => stat(join(this.path, name)).catch(() => undefined)));
    return found.reduce((sum, one) => sum + (one?.isFile() ? one.size : 0), 0);
  }
}

/** The files of captions that an index names, in the order of their labels. */
export function captionsIn(index: readonly IndexLine[]): CaptionTrack[] {
  const tracks = new Map<string, CaptionTrack>();
  for (const line of index) {
    if (line.is === 'captions') {
      const { is: _is, ...track } = line;
      for (const other of tracks.values()) if (isSameTrack(other, track)) tracks.delete(other.file);
      tracks.set(track.file, track);
    } else if (line.is === 'noCaptions') tracks.delete(line.file);
  }
  return [...tracks.values()].toSorted((a, b) => a.label.localeCompare(b.label, 'en') || a.file.localeCompare(b.file));
}

/** Whether one takes the place of the other. */
export function isSameTrack(
  one: Pick<CaptionTrack, 'kind' | 'lang'>,
  other: Pick<CaptionTrack, 'kind' | 'lang'>,
): boolean {
  return one.kind === other.kind && one.lang === other.lang;
}

function parsed(line: string): IndexLine | undefined {
  return IndexLine.safeParse(jsonOf(line)).data;
}

/** The value of a line of JSON; undefined for a line that is cut short. */
export function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
