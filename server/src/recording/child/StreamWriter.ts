import { join } from 'node:path';
import { Frames, type MediaFrame } from '../rtp/Frames.ts';
import { opusLengthOf, silenceBetween } from '../rtp/opus.ts';
import { type LeastDelay, StreamClock } from '../rtp/StreamClock.ts';
import { vp8SizeOf } from '../rtp/vp8.ts';
import { WebmWriter } from '../webm/WebmWriter.ts';
import { sealedExtra } from '../files/RecordingFile.ts';
import type { RecordingFiles } from '../files/RecordingFiles.ts';
import type { Budget } from './Budget.ts';
import type { OpenStream } from './wire.ts';

/** A file ends when nothing came for this long, in ms: a muted stream begins another one later. */
const idleMs = 2_000;
/** How often a key frame is asked for again while a picture waits for one, in ms. */
const askAgainMs = 500;
/** How often a picture gets a key frame, so that players can begin there, in ms. */
const keyEveryMs = 10_000;

/** What the two lines of a file in the index take at most. */
const linesBytes = 400 + 2 * sealedExtra.append;

interface StreamWriterOptions {
  readonly stream: OpenStream;
  readonly sender: LeastDelay;
  /** Gives the name of the next file of the recording. */
  readonly nextFile: () => string;
  /** Writes a line into the index of the recording. */
  readonly note: (line: object) => void;
  readonly onNeedsKey: () => void;
  readonly budget: Budget;
  readonly files: RecordingFiles;
}

interface Stretch {
  readonly file: string;
  readonly writer: WebmWriter;
  /** The time of its first frame on the server's monotonic clock. */
  readonly from: number;
  /** The arrival of its last frame. */
  heardAt: number;
  keyAt: number;
  /** Until when the file has sound without a gap, in ms from its beginning. */
  soundsUntil: number;
}

/** Writes the packets of one stream into files, one for each stretch without a pause. */
export class StreamWriter {
  readonly #options: StreamWriterOptions;
  readonly #frames: Frames;
  readonly #clock: StreamClock;
  #stretch: Stretch | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;
  #now = 0;

  constructor(options: StreamWriterOptions) {
    const { codec } = options.stream;
    this.#options = options;
    this.#clock = new StreamClock(codec === 'opus' ? 48_000 : 90_000, options.sender);
    this.#frames = new Frames({ codec, onFrame: (frame) => this.#write(frame), onNeedsKey: () => this.#askForKey() });
    if (codec === 'vp8') this.#askForKey();
  }

  /** @throws the error of the file system */
  push(packet: Buffer, at: number): void {
    this.#now = at;
    this.#frames.push(packet, at);
  }

  report(timestamp: number, ntp: number, at: number): void {
    this.#clock.report(timestamp, ntp, at);
  }

  /** Ends the file when nothing came for a while. @throws the error of the file system */
  rest(now: number): void {
    if (this.#stretch && now - this.#stretch.heardAt > idleMs) this.#end();
  }

  /** Ends the file with all that came. @throws the error of the file system */
  close(): void {
    this.#frames.flush();
    this.#end();
  }

  #write({ timestamp, at, data, isKey }: MediaFrame): void {
    const time = this.#clock.timeOf(timestamp, at);
    if (this.#stretch && at - this.#stretch.heardAt > idleMs) this.#end();
    const stretch = (this.#stretch ??= this.#begin(data, time, { isKey, at }));
    if (!stretch) return this.#askForKey();
    stretch.heardAt = at;
    if (isKey) stretch.keyAt = at;
    else if (at - stretch.keyAt > keyEveryMs) this.#askForKey();
    const place = Math.max(stretch.writer.last, time - stretch.from);
    if (this.#options.stream.codec === 'opus') {
      for (const packet of silenceBetween(stretch.soundsUntil, place)) stretch.writer.add({ ...packet, isKey: true });
      stretch.soundsUntil = place + opusLengthOf(data);
    }
    stretch.writer.add({ at: place, data, isKey });
  }

  /** Begins a file; undefined while a picture has no key frame. */
  #begin(data: Buffer, time: number, { isKey, at }: { isKey: boolean; at: number }): Stretch | undefined {
    const { stream, nextFile, note, budget, files } = this.#options;
    const { folder, member, source, codec, origin } = stream;
    const size = codec === 'vp8' ? vp8SizeOf(data) : undefined;
    if (codec === 'vp8' && (!isKey || !size)) return undefined;
    const file = nextFile();
    budget.take(linesBytes);
    const writer = WebmWriter.create(join(folder, 'streams', file), size ? { is: 'vp8', ...size } : { is: 'opus' }, {
      files,
      budget,
    });
    const from = Math.max(time, origin);
    note({ is: 'began', file, member, source, codec, from: Math.round(from - origin) });
    return { file, writer, from, heardAt: at, keyAt: at, soundsUntil: 0 };
  }

  #end(): void {
    const stretch = this.#stretch;
    if (!stretch) return;
    this.#stretch = undefined;
    const { writer, file } = stretch;
    writer.close();
    this.#options.note({ is: 'ended', file, lasts: writer.last, bytes: writer.bytes });
    // The next file needs one.
    if (this.#options.stream.codec === 'vp8') this.#askedAt = Number.NEGATIVE_INFINITY;
  }

  #askForKey(): void {
    if (this.#now - this.#askedAt < askAgainMs) return;
    this.#askedAt = this.#now;
    this.#options.onNeedsKey();
  }
}
