import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { Chunks } from './chunks.ts';
import { layoutOf } from './layout.ts';
import type { RecordingKeys } from './RecordingKeys.ts';
import { chunkExtraBytes, endContent, fileHeadBytes, magic, Sealer, trailerBytes } from './sealing.ts';

/** What an encrypted file takes on the disk beside its content: once, and for each `append`. */
export interface Extra {
  readonly file: number;
  readonly append: number;
}

/** A file of a recording that is written and read at once, as the recorder does it. All throw the error of the file system. */
export interface RecordingFile {
  /** The bytes of the content. */
  readonly size: number;
  readonly extra: Extra;
  /** At most so many bytes; fewer at the end. @throws AppError `unavailable` when they are damaged */
  read(at: number, length: number): Buffer;
  append(bytes: Buffer): void;
  /** Writes bytes of the first `append` anew. */
  patch(at: number, bytes: Buffer): void;
  /** Takes off what is beyond these bytes, which end where an `append` did. */
  truncate(size: number): void;
  /** Brings everything to the disk. An encrypted file gets its end, without which it counts as cut short. */
  complete(): void;
  /** Idempotent. */
  close(): void;
}

/** Bytes of the head of a new WebM file, of which a complete file has a second copy; and of a table of its own chunk. */
const firstBytes = 512;
const lengthBytes = 4;

/** A file that is not encrypted takes nothing more. */
export const noExtra: Extra = { file: 0, append: 0 };
export const sealedExtra: Extra = {
  file: fileHeadBytes + chunkExtraBytes + trailerBytes + 2 * lengthBytes + firstBytes,
  append: chunkExtraBytes + lengthBytes,
};

/** What the system knows a file by, and what an encrypted one is bound to. */
interface Opening {
  readonly path: string;
  readonly place: string;
  readonly keys: RecordingKeys;
}

/** Makes a new file, which is encrypted when there is a key. @throws the error of the file system; `EEXIST` */
export function createFile({ path, place, keys }: Opening): RecordingFile {
  const disk = Disk.open(path, 'wx+');
  const sealer = Sealer.fresh(keys, place);
  return sealer ? SealedFile.begin(disk, sealer) : new OpenFile(disk);
}

/**
 * Opens a file that is there. With `r+` it can be written, too: a chunk that a crash cut short is taken off then.
 * @throws the error of the file system; AppError `unavailable` without the key, or when the file is damaged
 */
export function openFile({ path, place, keys }: Opening, mode: 'r' | 'r+'): RecordingFile {
  const disk = Disk.open(path, mode);
  try {
    // The process died before the head of the file was on the disk.
    const isBegun = disk.size >= fileHeadBytes || !isPartOfHead(disk.read(0, fileHeadBytes));
    const sealer = isBegun || mode === 'r' ? undefined : Sealer.fresh(keys, place);
    if (sealer) return SealedFile.begin(disk, sealer);
    const layout = layoutOf((at, length) => disk.read(at, length), { size: disk.size, keys, place });
    return layout ? SealedFile.of(disk, layout) : new OpenFile(disk);
  } catch (error) {
    disk.close();
    throw error;
  }
}

function isPartOfHead(bytes: Buffer): boolean {
  return magic.subarray(0, bytes.length).equals(bytes.subarray(0, magic.length));
}

/** The bytes on the disk. */
class Disk {
  readonly #file: number;
  #life: 'open' | 'closed' = 'open';

  private constructor(file: number) {
    this.#file = file;
  }

  static open(path: string, mode: 'r' | 'r+' | 'wx+'): Disk {
    return new Disk(openSync(path, mode, 0o600));
  }

  get size(): number {
    return fstatSync(this.#file).size;
  }

  read(at: number, length: number): Buffer {
    if (length <= 0 || at < 0) return Buffer.alloc(0);
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(this.#file, bytes, 0, length, at));
  }

  write(at: number, bytes: Buffer): void {
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(this.#file, bytes, done, bytes.length - done, at + done);
    }
  }

  truncate(size: number): void {
    ftruncateSync(this.#file, size);
  }

  sync(): void {
    fsyncSync(this.#file);
  }

  close(): void {
    if (this.#life === 'closed') return;
    this.#life = 'closed';
    closeSync(this.#file);
  }
}

/** A file that is not encrypted. */
class OpenFile implements RecordingFile {
  readonly extra = noExtra;
  readonly #disk: Disk;
  #size: number;

  constructor(disk: Disk) {
    this.#disk = disk;
    this.#size = disk.size;
  }

  get size(): number {
    return this.#size;
  }

  read(at: number, length: number): Buffer {
    return this.#disk.read(at, length);
  }

  append(bytes: Buffer): void {
    this.#disk.write(this.#size, bytes);
    this.#size += bytes.length;
  }

  patch(at: number, bytes: Buffer): void {
    this.#disk.write(at, bytes);
  }

  truncate(size: number): void {
    this.#disk.truncate(size);
    this.#size = size;
  }

  complete(): void {
    this.#disk.sync();
  }

  close(): void {
    this.#disk.close();
  }
}

/** A file in encrypted chunks, one for each `append`; the disk is only ever appended to. */
class SealedFile implements RecordingFile {
  readonly extra = sealedExtra;
  readonly #disk: Disk;
  readonly #sealer: Sealer;
  readonly #chunks: Chunks;
  /** The content of the first chunk where it is not the one that is there. */
  #first: Buffer | undefined;
  /** The chunk that was read last: readers ask for many small pieces. */
  #last: { readonly number: number; readonly content: Buffer } | undefined;
  /** What is on the disk behind the chunks: nothing, the chunk that ends the file, or one that a crash cut short. */
  #tail: 'none' | 'end' | 'torn';

  private constructor(disk: Disk, { sealer, chunks, first, tail }: SealedParts) {
    this.#disk = disk;
    this.#sealer = sealer;
    this.#chunks = chunks;
    this.#first = first;
    this.#tail = tail;
  }

  static begin(disk: Disk, sealer: Sealer): SealedFile {
    try {
      disk.write(0, sealer.head);
    } catch (error) {
      disk.close();
      throw error;
    }
    return new SealedFile(disk, { sealer, chunks: new Chunks(), first: undefined, tail: 'none' });
  }

  static of(disk: Disk, { isWhole, ...parts }: Omit<SealedParts, 'tail'> & { readonly isWhole: boolean }): SealedFile {
    const isTorn = disk.size > parts.chunks.end;
    return new SealedFile(disk, { ...parts, tail: isWhole ? 'end' : isTorn ? 'torn' : 'none' });
  }

  get size(): number {
    return this.#chunks.size;
  }

  read(at: number, length: number): Buffer {
    const parts: Buffer[] = [];
    const until = Math.min(this.size, at + length);
    for (let next = at; next < until; ) {
      const chunk = this.#chunks.find(next);
      if (!chunk) break;
      const part = this.#content(chunk).subarray(next - chunk.from, until - chunk.from);
      parts.push(part);
      next += part.length;
    }
    const [only] = parts;
    return parts.length === 1 && only ? only : Buffer.concat(parts);
  }

  append(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#dropTail();
    const { count, end } = this.#chunks;
    const sealed = this.#sealer.seal('data', count, bytes);
    // Should the disk refuse the rest, the next one is written over this one.
    this.#tail = 'torn';
    this.#disk.write(end, sealed);
    this.#tail = 'none';
    this.#chunks.add(bytes.length);
  }

  patch(at: number, bytes: Buffer): void {
    const chunk = this.#chunks.find(0);
    if (!chunk || at + bytes.length > chunk.length) throw new Error('Only the first part is written anew.');
    this.#first ??= Buffer.from(this.#content(chunk));
    bytes.copy(this.#first, at);
    this.#last = undefined;
  }

  truncate(size: number): void {
    if (size === this.size) return;
    this.#dropTail();
    this.#chunks.truncate(size);
    this.#disk.truncate(this.#chunks.end);
    this.#last = undefined;
  }

  complete(): void {
    if (this.#tail !== 'end') {
      this.#dropTail();
      const content = endContent({ lengths: this.#chunks.lengths, first: this.#first });
      const trailer = Buffer.alloc(trailerBytes);
      trailer.writeUInt32BE(content.length, 0);
      this.#tail = 'torn';
      this.#disk.write(this.#chunks.end, Buffer.concat([this.#sealer.seal('end', 0, content), trailer]));
      this.#tail = 'end';
    }
    this.#disk.sync();
  }

  close(): void {
    this.#disk.close();
  }

  #content({ number, at, length }: { readonly number: number; readonly at: number; readonly length: number }): Buffer {
    if (number === 0 && this.#first) return this.#first;
    if (this.#last?.number === number) return this.#last.content;
    const content = this.#sealer.open('data', number, this.#disk.read(at, length + chunkExtraBytes));
    this.#last = { number, content };
    return content;
  }

  #dropTail(): void {
    if (this.#tail === 'none') return;
    this.#disk.truncate(this.#chunks.end);
    this.#tail = 'none';
  }
}

interface SealedParts {
  readonly sealer: Sealer;
  readonly chunks: Chunks;
  readonly first: Buffer | undefined;
  readonly tail: 'none' | 'end' | 'torn';
}
