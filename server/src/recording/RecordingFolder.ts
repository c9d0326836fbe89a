import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CaptionFile, CaptionTrack } from '@plenum/shared/api/recording/captions';
import { type Stretch, StreamFile } from '@plenum/shared/api/recording/contract';
import { CopyKind } from '@plenum/shared/api/recording/copies';
import { MemberId } from '@plenum/shared/core/ids';
import { Source } from '@plenum/shared/features/media/contract';
import { AppError } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';
import { LineFile } from './child/lines.ts';
import { namesIn } from './contentsOf.ts';
import { cutSuffix, oldSuffix, type OpenedFile, type RecordingFiles } from './files/RecordingFiles.ts';
import { cutShort } from './files/sealing.ts';
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

/** The folder of captions in that of a recording. */
export const captionsFolder = 'captions';

/** The length of a frame of sound, in ms. */
const soundMs = 20;

/** The folder of one recording on the disk. */
export class RecordingFolder {
  readonly path: string;
  readonly files: RecordingFiles;

  /** @param root the folder of all recordings */
  constructor(root: string, id: string, files: RecordingFiles) {
    // The id comes from the database, and a name that is a path is none.
    if (!/^[\w-]{1,40}$/.test(id)) throw new Error(`This is no id of a recording: ${id}`);
    this.path = join(root, id);
    this.files = files;
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

  /** Opens a file of captions. @throws as `openLog` */
  openCaptions(file: string): Promise<OpenedFile> {
    return this.#open(this.captions(file), false);
  }

  /** Adds lines to the index, which is made with the first one. @throws the error of the file system; AppError `unavailable` */
  append(...lines: readonly IndexLine[]): void {
    const file = LineFile.open(this.#index, this.files);
    try {
      file.append(...lines.map((line) => JSON.stringify(line)));
      file.complete();
    } finally {
      file.close();
    }
  }

  /** The file of this kind that the server made of the recording. */
  copy(kind: CopyKind): string {
    return join(this.path, 'copies', `recording.${CopyKind.parse(kind)}`);
  }

  /** Opens the file of this kind that the server made. @throws as `openLog` */
  openCopy(kind: CopyKind): Promise<OpenedFile> {
    return this.#open(this.copy(kind), false);
  }

  /** Takes a file that was made of the recording from the same disk; with a key it is encrypted. */
  async keepCopy(kind: CopyKind, from: string): Promise<void> {
    await mkdir(join(this.path, 'copies'), { recursive: true, mode: 0o700 });
    await this.files.take(from, this.copy(kind));
  }

  async dropCopy(kind: CopyKind): Promise<void> {
    await rm(this.copy(kind), { force: true });
  }

  /** Opens the log. @throws the error of the file system; AppError `unavailable` when it cannot be read, or lost its end */
  openLog({ isLive }: { readonly isLive: boolean }): Promise<OpenedFile> {
    return this.#open(this.log, isLive);
  }

  /** Opens the file of a stretch, which has ended. @throws as `openLog` */
  openStream(file: string): Promise<OpenedFile> {
    return this.#open(this.stream(file), false);
  }

  /**
   * Reads what there is. `repair` completes files that a crash left open; while a recording is `live`, such files are being
   * written; `closed` is one that was completed before.
   * @throws AppError `unavailable` when it is encrypted and the key is missing, or its index lost its end
   */
  async read(how: 'live' | 'repair' | 'closed' = 'repair'): Promise<Contents> {
    const isLive = how === 'live';
    this.#settleCut();
    if (how === 'closed') await this.#requireWhole();
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
      if (!end && !isLive) {
        end = this.#finish(file);
        if (end) repaired.push(end);
      }
      if (end?.is !== 'ended') continue;
      const until = from + end.lasts + (codec === 'opus' ? soundMs : 0);
      streams.push({ file, member, source, codec, from, until, bytes: end.bytes });
    }
    // Once: the next reader finds the lines.
    if (repaired.length > 0) this.#complete(this.#index, repaired);
    if (how === 'repair') for (const path of [this.#index, this.log]) this.#complete(path);
    streams.sort((a, b) => a.from - b.from);
    const breaks = lines.flatMap((line) => (line.is === 'break' ? [line.at] : []));
    const stopped = lines.findLast((line) => line.is === 'stopped');
    const duration = stopped?.at ?? Math.max(0, await this.#lastOfLog(), ...streams.map(({ until }) => until));
    return { streams, breaks, captions: captionsIn(lines), duration, bytes: await this.#bytes() };
  }

  /** The texts in the log that may be ids of files. */
  async names(): Promise<ReadonlySet<string>> {
    return new Set(namesIn(await this.files.text(this.log)));
  }

  /** The lines of the index; a line that is cut short by a crash is left out. */
  async index(): Promise<IndexLine[]> {
    const text = await this.files.text(this.#index);
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

  /** Completes a file. @returns undefined for one that is damaged: it stays as it is. @throws AppError without the key */
  #finish(file: string): Extract<IndexLine, { is: 'ended' | 'gone' }> | undefined {
    try {
      const opened = this.files.edit(this.stream(file));
      try {
        const { lastMs, bytes } = finishWebm(opened);
        return { is: 'ended', file, lasts: lastMs, bytes };
      } finally {
        opened.close();
      }
    } catch (error) {
      if (error instanceof AppError && error.bound === 'key') throw error;
      // The file was never written, or the crash left not even its head.
      return error instanceof AppError ? undefined : { is: 'gone', file };
    }
  }

  /** Appends lines, and says that nothing was taken off the file. */
  #complete(path: string, lines: readonly IndexLine[] = []): void {
    if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return;
    const file = LineFile.open(path, this.files);
    try {
      if (lines.length > 0) file.append(...lines.map((line) => JSON.stringify(line)));
      file.complete();
    } finally {
      file.close();
    }
  }

  async #open(path: string, isLive: boolean): Promise<OpenedFile> {
    const file = await this.files.open(path);
    if (file.isWhole || isLive) return file;
    await file.close();
    throw cutShort();
  }

  async #requireWhole(): Promise<void> {
    if (existsSync(this.#index)) await (await this.#open(this.#index, false)).close();
  }

  async #lastOfLog(): Promise<number> {
    const text = await this.files.text(this.log);
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

/** Writes a new file of lines. @throws the error of the file system */
export function writeLines(files: RecordingFiles, path: string, lines: readonly string[]): void {
  const file = files.create(path);
  try {
    file.append(Buffer.from(lines.map((line) => `${line}\n`).join('')));
    file.complete();
  } finally {
    file.close();
  }
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
