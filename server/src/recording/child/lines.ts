import { appendFileSync, closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import type { RecordingFile } from '../files/RecordingFile.ts';
import type { RecordingFiles } from '../files/RecordingFiles.ts';

/** A file of lines that are appended one by one; it is made with the first one. */
export class LineFile {
  readonly #path: string;
  readonly #files: Pick<RecordingFiles, 'create' | 'edit' | 'extra'>;
  /** Set for an encrypted file, whose chunks are counted; another one is opened for each line. */
  #sealed: RecordingFile | undefined;

  private constructor(path: string, files: Pick<RecordingFiles, 'create' | 'edit' | 'extra'>) {
    this.#path = path;
    this.#files = files;
  }

  /** Goes on with a file, in the form that it has. @throws the error of the file system; AppError `unavailable` */
  static open(path: string, files: Pick<RecordingFiles, 'create' | 'edit' | 'extra'>): LineFile {
    const made = new LineFile(path, files);
    if (!existsSync(path)) return made;
    const file = files.edit(path);
    if (file.extra.append > 0) made.#sealed = file;
    else {
      file.close();
      // After a crash the last line may be cut short: the next one must not continue it.
      if (lastByteOf(path) !== undefined && lastByteOf(path) !== 0x0a) appendFileSync(path, '\n');
    }
    return made;
  }

  /** What a line takes on the disk beside its own bytes. */
  get extra(): number {
    return this.#sealed?.extra.append ?? this.#files.extra.append;
  }

  /** Appends lines at once. @throws the error of the file system */
  append(...lines: readonly string[]): void {
    const text = lines.map((line) => `${line}\n`).join('');
    if (!this.#sealed && this.#files.extra.append > 0 && !existsSync(this.#path)) {
      this.#sealed = this.#files.create(this.#path);
    }
    if (this.#sealed) this.#sealed.append(Buffer.from(text));
    else appendFileSync(this.#path, text, { mode: 0o600 });
  }

  /** Says that nothing was taken off an encrypted file; more lines may follow all the same. @throws the error of the file system */
  complete(): void {
    this.#sealed?.complete();
  }

  /** Idempotent. */
  close(): void {
    this.#sealed?.close();
  }
}

function lastByteOf(path: string): number | undefined {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const byte = Buffer.alloc(1);
    return size > 0 && readSync(file, byte, 0, 1, size - 1) === 1 ? byte[0] : undefined;
  } finally {
    closeSync(file);
  }
}
