import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LeastDelay } from '../rtp/StreamClock.ts';
import { Budget, LimitReached } from './Budget.ts';
import type { RecordingFiles } from '../files/RecordingFiles.ts';
import { LineFile } from './lines.ts';
import { StreamWriter } from './StreamWriter.ts';
import type { OpenStream, Order, Word } from './wire.ts';

/** What the last lines of the index may take: breaks, the end, and what makes an encrypted log and index complete. */
const lastLinesBytes = 4_096;

type LinesName = 'log.jsonl' | 'index.jsonl';

interface Opened {
  readonly folder: string;
  readonly tell: (word: Word) => void;
  readonly files: RecordingFiles;
  readonly lines: Readonly<Record<LinesName, LineFile>>;
  /** The number of the last file of a stream. */
  readonly last: number;
  /** The bytes that are on the disk. */
  readonly bytes: number;
}

/** The files of one recording while it is written. A failure ends it and keeps what there is. */
export class RecordingWriter {
  readonly #folder: string;
  readonly #tell: (word: Word) => void;
  readonly #streams = new Map<number, StreamWriter>();
  readonly #senders = new Map<string, LeastDelay>();
  #files: number;
  readonly #recordingFiles: RecordingFiles;
  readonly #lines: Readonly<Record<LinesName, LineFile>>;
  readonly #budget: Budget;
  #told: number;
  #life: 'open' | 'failed' = 'open';

  private constructor({ folder, tell, files, lines, last, bytes }: Opened) {
    this.#folder = folder;
    this.#tell = tell;
    this.#recordingFiles = files;
    this.#lines = lines;
    this.#files = last;
    this.#budget = new Budget(bytes);
    this.#told = bytes;
  }

  /** Goes on with a folder, or makes it. @throws the error of the file system; AppError `unavailable` without the key of what is there */
  static open(folder: string, tell: (word: Word) => void, files: RecordingFiles): RecordingWriter {
    mkdirSync(join(folder, 'streams'), { recursive: true, mode: 0o700 });
    const lines = {
      'log.jsonl': LineFile.open(join(folder, 'log.jsonl'), files),
      'index.jsonl': LineFile.open(join(folder, 'index.jsonl'), files),
    };
    const numbers = readdirSync(join(folder, 'streams')).map((name) => Number.parseInt(name, 10) || 0);
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const sizes = names.map((name) => statSync(join(folder, name))).map((one) => (one.isFile() ? one.size : 0));
    const bytes = sizes.reduce((sum, size) => sum + size, lastLinesBytes);
    return new RecordingWriter({ folder, tell, files, lines, last: Math.max(0, ...numbers), bytes });
  }

  open(stream: OpenStream): void {
    const sender = this.#senders.get(stream.member) ?? new LeastDelay();
    this.#senders.set(stream.member, sender);
    this.#streams.set(
      stream.id,
      new StreamWriter({
        stream,
        sender,
        nextFile: () => `${String((this.#files += 1)).padStart(4, '0')}.webm`,
        note: (line) => this.#append('index.jsonl', JSON.stringify(line)),
        onNeedsKey: () => this.#tell({ is: 'keyFrame', id: stream.id }),
        budget: this.#budget,
        files: this.#recordingFiles,
      }),
    );
  }

  packet(id: number, at: number, packet: Buffer): void {
    this.#try(() => this.#streams.get(id)?.push(packet, at));
  }

  report({ id, timestamp, ntp, at }: Extract<Order, { do: 'report' }>): void {
    this.#streams.get(id)?.report(timestamp, ntp, at);
  }

  close(id: number): void {
    const stream = this.#streams.get(id);
    this.#streams.delete(id);
    this.#try(() => stream?.close());
  }

  line(file: LinesName, text: string): void {
    this.#try(() => this.#append(file, text));
  }

  /** Ends files of streams that are silent, and tells how much is on the disk. */
  rest(now: number): void {
    for (const stream of this.#streams.values()) this.#try(() => stream.rest(now));
    const { taken } = this.#budget;
    if (taken === this.#told) return;
    this.#tell({ is: 'bytes', folder: this.#folder, bytes: taken });
    this.#told = taken;
  }

  /** Lets the recording have so many bytes in all. */
  grant(upTo: number): void {
    this.#budget.grant(upTo);
  }

  /** Completes all files. */
  finish(): void {
    for (const id of this.#streams.keys()) this.close(id);
    this.rest(0);
    for (const lines of Object.values(this.#lines)) {
      try {
        lines.complete();
      } catch {
        // It is completed when the recording is read.
      }
      lines.close();
    }
  }

  #append(file: LinesName, text: string): void {
    const lines = this.#lines[file];
    // Lines of the index are few and short, and without them files are not found: streams and openings took their bytes.
    if (file === 'log.jsonl') this.#budget.take(Buffer.byteLength(text) + 1 + lines.extra);
    lines.append(text);
  }

  #try(work: () => void): void {
    if (this.#life === 'failed') return;
    try {
      work();
    } catch (error) {
      this.#life = 'failed';
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      const isFull = code === 'ENOSPC' || code === 'EDQUOT';
      const why = error instanceof LimitReached ? 'limit' : isFull ? 'full' : 'disk';
      this.#tell({ is: 'failed', folder: this.#folder, why, message: String(error) });
      this.#keepWhatThereIs();
    }
  }

  /** Completes the files of the other streams as far as the disk lets it. */
  #keepWhatThereIs(): void {
    for (const stream of this.#streams.values()) {
      try {
        stream.close();
      } catch {
        // The file is completed when the recording is read.
      }
    }
    this.#streams.clear();
  }
}
