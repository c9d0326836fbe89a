import type { FileHandle } from 'node:fs/promises';
import { open, rename, rm } from 'node:fs/promises';
import { sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Chunks } from './chunks.ts';
import { type Layout, layoutLater } from './layout.ts';
import { createFile, type Extra, noExtra, openFile, type RecordingFile, sealedExtra } from './RecordingFile.ts';
import { RecordingKeys } from './RecordingKeys.ts';
import { chunkExtraBytes, damaged, type Sealer } from './sealing.ts';

/** A file of a recording that is read in the background. Close it. */
export interface OpenedFile {
  /** The bytes of the content, encrypted or not. */
  readonly size: number;
  /** Epoch ms. */
  readonly changedAt: number;
  /** False for an encrypted file that was not completed, or that lost its end. */
  readonly isWhole: boolean;
  /**
   * The bytes from `start` to `end`, both included. What is at the beginning of them is checked before this resolves.
   * @throws AppError `unavailable`, bound `damaged`; later the stream fails with it
   */
  stream(start: number, end: number): Promise<Readable>;
  /** Idempotent. */
  close(): Promise<void>;
}

/** The codes of a path at which there is no file. */
const noFile: readonly unknown[] = ['ENOENT', 'EISDIR'];

/** The content of a chunk of a file that is taken whole, in bytes. */
const takenBytes = 512 * 1024;

/** So many bytes are checked before the first of them is given out. */
const checkedBytes = 1024 * 1024;

/** The suffixes of a folder that a cut makes, and of the one that it replaces. */
export const cutSuffix = '.cut';
export const oldSuffix = '.old';

/**
 * Opens and makes the files of recordings, encrypted or not, as the file itself says. Everything that reads such a file reads it
 * through here.
 */
export class RecordingFiles {
  readonly #keys: RecordingKeys;

  /** @param keys with a first key, new files are encrypted */
  constructor(keys: RecordingKeys) {
    this.#keys = keys;
  }

  /** What a new file takes on the disk beside its content. */
  get extra(): Extra {
    return this.#keys.first ? sealedExtra : noExtra;
  }

  /**
   * Opens a file, of which ranges are read.
   * @throws the error of the file system; AppError `unavailable`, bound `key` or `damaged`
   */
  async open(path: string): Promise<OpenedFile> {
    const handle = await open(path, 'r');
    try {
      const { size, mtimeMs: changedAt } = await handle.stat();
      const read = (at: number, length: number) => bytesOf(handle, at, length);
      const layout = await layoutLater(read, { size, keys: this.#keys, place: placeOf(path) });
      return layout ? new SealedReader(handle, layout, changedAt) : new PlainReader(handle, size, changedAt);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** The text of a file; empty when there is no such file. @throws as `open` */
  async text(path: string): Promise<string> {
    const file = await this.#find(path);
    if (!file) return '';
    try {
      if (file.size === 0) return '';
      const parts: Buffer[] = [];
      for await (const part of await file.stream(0, file.size - 1)) parts.push(part as Buffer);
      return Buffer.concat(parts).toString('utf8');
    } finally {
      await file.close();
    }
  }

  /** The lines of a file; none when there is no such file. @throws as `open` */
  async *lines(path: string): AsyncGenerator<string> {
    const file = await this.#find(path);
    if (!file) return;
    try {
      if (file.size === 0) return;
      // Not `readline`, which does not pass on the error of what it reads.
      const decoder = new TextDecoder();
      let rest = '';
      for await (const part of await file.stream(0, file.size - 1)) {
        const lines = (rest + decoder.decode(part as Buffer, { stream: true })).split('\n');
        rest = lines.pop() ?? '';
        yield* lines;
      }
      if (rest !== '') yield rest;
    } finally {
      await file.close();
    }
  }

  /** Makes a new file. @throws the error of the file system; `EEXIST` when there is such a file */
  create(path: string): RecordingFile {
    return createFile({ path, place: placeOf(path), keys: this.#keys });
  }

  /** Opens a file to read it at once. @throws as `open` */
  read(path: string): RecordingFile {
    return openFile({ path, place: placeOf(path), keys: this.#keys }, 'r');
  }

  /** Opens a file to go on with it. @throws as `open` */
  edit(path: string): RecordingFile {
    return openFile({ path, place: placeOf(path), keys: this.#keys }, 'r+');
  }

  /** Takes a file that is not encrypted from the same disk. With a key it becomes an encrypted one. @throws as `open` */
  async take(from: string, path: string): Promise<void> {
    if (!this.#keys.first) return rename(from, path);
    await rm(path, { force: true });
    const file = this.create(path);
    const handle = await open(from, 'r');
    try {
      const parts = handle.createReadStream({ highWaterMark: takenBytes, autoClose: false });
      for await (const part of parts) file.append(part as Buffer);
      // In the background: the file may be large, and `complete` waits for the disk.
      await bringToDisk(path);
      file.complete();
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      file.close();
      await handle.close();
    }
    await rm(from);
  }

  /** The path of a file that is not encrypted: this one, or one with its content that is written at `into`. @throws as `open` */
  async plain(path: string, into: string): Promise<string> {
    const file = await this.open(path);
    try {
      if (file instanceof PlainReader) return path;
      const copy = await open(into, 'wx', 0o600);
      await pipeline(await file.stream(0, file.size - 1), copy.createWriteStream());
      return into;
    } finally {
      await file.close();
    }
  }

  async #find(path: string): Promise<OpenedFile | undefined> {
    try {
      return await this.open(path);
    } catch (error) {
      if (error instanceof Error && 'code' in error && noFile.includes(error.code)) return undefined;
      throw error;
    }
  }
}

/** Files that are not encrypted, where no key is configured. */
export const plainFiles = new RecordingFiles(new RecordingKeys([]));

/** The folders in the folder of a recording. */
const innerFolders = ['streams', 'copies', 'captions'];

/**
 * What an encrypted file is bound to: its recording and its name there, so that no file can take the place of another. A cut writes
 * into a folder beside the recording's, which then becomes the recording's.
 */
function placeOf(path: string): string {
  const parts = path.split(sep);
  const own = parts.slice(innerFolders.includes(parts.at(-2) ?? '') ? -3 : -2);
  return own.map((part, index) => (index === 0 ? part.replace(/\.(?:cut|old)$/, '') : part)).join('/');
}

class PlainReader implements OpenedFile {
  readonly isWhole = true;
  readonly #handle: FileHandle;
  readonly size: number;
  readonly changedAt: number;

  constructor(handle: FileHandle, size: number, changedAt: number) {
    this.#handle = handle;
    this.size = size;
    this.changedAt = changedAt;
  }

  stream(start: number, end: number): Promise<Readable> {
    return Promise.resolve(this.#handle.createReadStream({ start, end, autoClose: false }));
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

class SealedReader implements OpenedFile {
  readonly isWhole: boolean;
  readonly changedAt: number;
  readonly #handle: FileHandle;
  readonly #sealer: Sealer;
  readonly #chunks: Chunks;
  readonly #first: Buffer | undefined;

  constructor(handle: FileHandle, { sealer, chunks, first, isWhole }: Layout, changedAt: number) {
    this.#handle = handle;
    this.#sealer = sealer;
    this.#chunks = chunks;
    this.#first = first;
    this.isWhole = isWhole;
    this.changedAt = changedAt;
  }

  get size(): number {
    return this.#chunks.size;
  }

  async stream(start: number, end: number): Promise<Readable> {
    const parts = this.#parts(start, end);
    const checked: Buffer[] = [];
    for (let bytes = 0; bytes < checkedBytes; ) {
      const { done, value } = await parts.next();
      if (done === true) return Readable.from(checked, { objectMode: false });
      checked.push(value);
      bytes += value.length;
    }
    return Readable.from(following(checked, parts), { objectMode: false });
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async *#parts(start: number, end: number): AsyncGenerator<Buffer, undefined> {
    for (let next = start; next <= end; ) {
      const chunk = this.#chunks.find(next);
      if (!chunk) return;
      const { number, at, from, length } = chunk;
      const sealed = await bytesOf(this.#handle, at, length + chunkExtraBytes);
      if (sealed.length < length + chunkExtraBytes) throw damaged(number);
      const content = this.#sealer.open('data', number, sealed);
      const part = (number === 0 && this.#first ? this.#first : content).subarray(next - from, end + 1 - from);
      yield part;
      next += part.length;
    }
  }
}

async function* following(before: readonly Buffer[], after: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield* before;
  yield* after;
}

async function bringToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  await handle.sync().finally(() => handle.close());
}

async function bytesOf(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  if (length <= 0 || at < 0) return Buffer.alloc(0);
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await handle.read(bytes, 0, length, at);
  return bytes.subarray(0, bytesRead);
}
