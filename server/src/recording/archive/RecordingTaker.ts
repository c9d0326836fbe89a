import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type CaptionTrack, cuesOf, languageTag } from '@plenum/shared/api/recording/captions';
import { LogLine, StreamFile } from '@plenum/shared/api/recording/contract';
import { recordingLimits } from '@plenum/shared/api/recording/limits';
import { AppError } from '@plenum/shared/core/errors';
import { FileId } from '@plenum/shared/core/ids';
import { features } from '@plenum/shared/features/index';
import type { FileStore } from '../../storage/files/FileStore.ts';
import { damaged, lineOf, linesIn, parsed, wholeOf } from '../../storage/portable/archive.ts';
import type { TarEntry } from '../../storage/portable/tar.ts';
import { writeCues } from '../captions.ts';
import { contentsOf } from '../contentsOf.ts';
import { importSuffix } from '../files/RecordingFiles.ts';
import {
  captionsFolder,
  IndexLine,
  isSameTrack,
  type RecordingFolder,
  soundMs,
  writeLines,
} from '../RecordingFolder.ts';
import { recordingBounds, recordingPaths, RecordingRecord } from './format.ts';
import { WebmCheck } from './WebmCheck.ts';

interface TakerParts {
  /** The folder that the recording gets. */
  readonly folder: RecordingFolder;
  readonly id: string;
  readonly files: Pick<FileStore, 'put' | 'removeRoom'>;
}

/** What was taken: its record, its length in ms, and its bytes on the disk. */
interface TakenRecording {
  readonly record: RecordingRecord;
  readonly duration: number;
  readonly bytes: number;
}

type Began = Extract<IndexLine, { is: 'began' }>;

/**
 * Takes one recording out of an archive, file by file. No name of the archive is ever used as a path, each line is checked by the
 * schemas of the features, which leave out what they do not know, and nothing is found in the folder of recordings before all of it is there.
 */
export class RecordingTaker {
  readonly #parts: TakerParts;
  readonly #target: string;
  #record: RecordingRecord | undefined;
  #duration: number | undefined;
  #isLogThere = false;
  /** The streams of the index by their file, and how long each is. */
  readonly #streams = new Map<string, { readonly began: Began; readonly lasts: number; readonly bytes: number }>();
  readonly #taken = new Set<string>();
  /** The captions of the index, which come in by their own lines when their files are there. */
  readonly #captions: CaptionTrack[] = [];
  #contents = 0;

  constructor(parts: TakerParts) {
    this.#parts = parts;
    this.#target = parts.folder.path + importSuffix;
    rmSync(this.#target, { recursive: true, force: true });
    mkdirSync(join(this.#target, 'streams'), { recursive: true, mode: 0o700 });
  }

  /** @throws AppError `invalid` with words for the operator; `full`; the error of the file system */
  async take(entry: TarEntry): Promise<void> {
    const { path, content } = entry;
    if (!this.#record) return this.#takeRecord(entry);
    if (path === recordingPaths.index && this.#duration === undefined) return this.#takeIndex(entry);
    if (this.#duration === undefined) throw damaged(path);
    if (path === recordingPaths.log && !this.#isLogThere) return this.#takeLog(content, this.#duration);
    if (path.startsWith(recordingPaths.streams)) return this.#takeStream(entry);
    if (path.startsWith(recordingPaths.captions)) return this.#takeCaptions(entry);
    const id = FileId.safeParse(
      path.startsWith(recordingPaths.contents) ? path.slice(recordingPaths.contents.length) : '',
    );
    if (!id.success || (this.#contents += 1) > recordingBounds.contents) {
      throw new AppError('invalid', `"${path}" is nothing that an archive of a recording has.`);
    }
    await this.#parts.files.put(contentsOf(this.#parts.id), content, { maxBytes: entry.bytes, id: id.data });
  }

  /** Puts the recording where recordings are. @throws AppError `invalid` when something is missing */
  async complete(): Promise<TakenRecording> {
    const { folder } = this.#parts;
    if (!this.#record || this.#duration === undefined || !this.#isLogThere) throw damaged(recordingPaths.record);
    for (const file of this.#streams.keys()) {
      if (!this.#taken.has(file)) throw damaged(recordingPaths.streams + file);
    }
    for (const { file } of this.#captions) if (!this.#taken.has(file)) throw damaged(recordingPaths.captions + file);
    renameSync(this.#target, folder.path);
    for (const track of this.#captions) folder.append({ is: 'captions', ...track });
    const { bytes, duration } = await folder.read('closed');
    return { record: this.#record, duration, bytes };
  }

  /** Removes what was taken so far. */
  async undo(): Promise<void> {
    await rm(this.#target, { recursive: true, force: true });
    await this.#parts.folder.remove();
    await this.#parts.files.removeRoom(contentsOf(this.#parts.id));
  }

  async #takeRecord(entry: TarEntry): Promise<void> {
    if (entry.path !== recordingPaths.record) throw damaged(recordingPaths.record);
    const record = RecordingRecord.safeParse(parsed(await wholeOf(entry, recordingBounds.recordBytes)));
    if (!record.success) {
      const [issue] = record.error.issues;
      throw new AppError('invalid', `The record of the recording is wrong at "${issue?.path.join('.')}".`);
    }
    this.#record = record.data;
  }

  async #takeIndex({ bytes, content }: TarEntry): Promise<void> {
    if (bytes > recordingBounds.indexBytes) throw new AppError('invalid', 'The index of the recording is too large.');
    const began = new Map<string, Began>();
    const lines: IndexLine[] = [];
    let duration: number | undefined;
    for await (const text of linesIn(content)) {
      const line = lineOf(IndexLine, text);
      if (line.is === 'captions' || line.is === 'noCaptions') {
        this.#noteCaptions(line);
        continue;
      }
      if (line.is === 'began') {
        if (began.has(line.file) || began.size >= recordingBounds.streams) throw damaged(recordingPaths.index);
        began.set(line.file, line);
      } else if (line.is === 'ended') {
        const own = began.get(line.file);
        if (!own || this.#streams.has(line.file)) throw damaged(recordingPaths.index);
        this.#streams.set(line.file, { began: own, lasts: line.lasts, bytes: line.bytes });
      } else if (line.is === 'stopped') duration = line.at;
      for (const time of timesOf(line)) {
        if (time < 0 || time > recordingLimits.longestMs) throw damaged(recordingPaths.index);
      }
      lines.push(line);
    }
    if (duration === undefined || began.size !== this.#streams.size) throw damaged(recordingPaths.index);
    for (const {
      began: { from, codec },
      lasts,
    } of this.#streams.values()) {
      if (from + lasts > duration + (codec === 'opus' ? soundMs : 0) + lateMs) throw damaged(recordingPaths.index);
    }
    this.#duration = duration;
    writeLines(
      this.#parts.folder.files,
      join(this.#target, 'index.jsonl'),
      lines.map((line) => JSON.stringify(line)),
    );
  }

  #noteCaptions(line: Extract<IndexLine, { is: 'captions' | 'noCaptions' }>): void {
    const isOther = (other: CaptionTrack) =>
      line.is === 'captions' && other.file !== line.file && !isSameTrack(other, line);
    const isRight =
      line.is === 'captions' &&
      languageTag(line.lang) === line.lang &&
      line.label.length <= recordingLimits.captionLabel &&
      this.#captions.length < recordingLimits.captionFiles &&
      this.#captions.every(isOther);
    if (!isRight) throw damaged(recordingPaths.index);
    const { is: _is, ...track } = line;
    this.#captions.push(track);
  }

  /** Reads the captions and writes them anew, as those that people send are. */
  async #takeCaptions(entry: TarEntry): Promise<void> {
    const name = entry.path.slice(recordingPaths.captions.length);
    const at = this.#captions.findIndex(({ file }) => file === name);
    const track = this.#captions[at];
    if (!track || this.#taken.has(name) || track.bytes !== entry.bytes) throw damaged(entry.path);
    this.#taken.add(name);
    const cues = cuesOf(await wholeOf(entry, recordingBounds.captionBytes));
    if (cues.length === 0) throw damaged(entry.path);
    const bytes = writeCues(this.#parts.folder.files, join(this.#target, captionsFolder, name), cues);
    this.#captions[at] = { ...track, bytes };
  }

  async #takeLog(content: AsyncIterable<Buffer>, duration: number): Promise<void> {
    this.#isLogThere = true;
    const file = this.#parts.folder.files.create(join(this.#target, 'log.jsonl'));
    try {
      for await (const text of linesIn(content)) {
        const line = lineOf(LogLine, text);
        if (!(line.at >= 0 && line.at <= duration + lateMs)) {
          throw new AppError('invalid', 'A line of the log is beyond the end of the recording.');
        }
        const known = knownOf(line);
        if (known) file.append(Buffer.from(`${JSON.stringify(known)}\n`));
      }
      file.complete();
    } finally {
      file.close();
    }
  }

  async #takeStream({ path, bytes, content }: TarEntry): Promise<void> {
    const name = StreamFile.safeParse(path.slice(recordingPaths.streams.length));
    const stream = name.success ? this.#streams.get(name.data) : undefined;
    if (!name.success || !stream || this.#taken.has(name.data) || stream.bytes !== bytes) throw damaged(path);
    this.#taken.add(name.data);
    const most = 1_000 + Math.ceil(((stream.lasts + 1_000) / 1_000) * recordingBounds.elementsPerSecond);
    const check = new WebmCheck(path, most);
    const file = this.#parts.folder.files.create(join(this.#target, 'streams', name.data));
    try {
      for await (const chunk of content) {
        check.push(chunk);
        file.append(chunk);
      }
      check.end();
      file.complete();
    } finally {
      file.close();
    }
  }
}

/** What came a little after the recording's clock stopped, in ms. */
const lateMs = 2_000;

function timesOf(line: IndexLine): readonly number[] {
  switch (line.is) {
    case 'began':
      return [line.from];
    case 'ended':
      return [line.lasts];
    case 'break':
    case 'stopped':
      return [line.at];
    case 'gone':
    case 'captions':
    case 'noCaptions':
      return [];
  }
}

/** What of a line the features here know: another Plenum may have more of them. */
function knownOf(line: LogLine): LogLine | undefined {
  if (line.is === 'refresh') return line;
  const find = (name: string) => features.find(({ contract }) => contract.name === name)?.contract;
  if (line.is === 'view') {
    const states = Object.entries(line.states).filter(([name, state]) => find(name)?.state.safeParse(state).success);
    return { ...line, states: Object.fromEntries(states) };
  }
  const [feature = '', verb = ''] = line.name.split(':', 2);
  const events = find(feature)?.events;
  const event = events && Object.hasOwn(events, verb) ? events[verb] : undefined;
  return event?.payload.safeParse(line.payload).success === true ? line : undefined;
}
