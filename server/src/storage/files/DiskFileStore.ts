import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, type FileHandle, link, mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@plenum/shared/core/errors';
import { FileId, RoomId } from '@plenum/shared/core/ids';
import type { FileStore, OpenFile, PutLimits, StoredFile } from './FileStore.ts';
import { DiskUsage } from './DiskUsage.ts';

/** Bounds on all files together, in bytes. */
export interface DiskLimits {
  /** The most bytes of all files. */
  readonly quotaBytes: number;
  /** While less than this is free on the disk, no more files are stored. */
  readonly freeBytes: number;
  /** Returns the free bytes; tests replace it. */
  readonly readFree?: () => Promise<number>;
  /** True where other nodes write into the same folder. */
  readonly isShared?: boolean;
}

/** An unfinished file in a shared folder that no node has written to for so long is of none, in ms. */
const forsakenMs = 24 * 3_600_000;

/** The free space is checked again after this many bytes of one file. */
const checkAgainBytes = 8 * 1024 * 1024;

/** Below this part of the free space that is asked for, the disk is full: what is left is for ending meetings. */
const lastReserve = 1 / 4;

/** A disk with fewer free inodes counts as full: the database and its journal need some. */
const fewestNames = 1_000;

/** The suffix of an unfinished file. */
const unfinished = '.part';

/** Files on disk: one folder for each room, one file for each id. Names that people gave are never written to the disk. */
export class DiskFileStore implements FileStore {
  readonly #folder: string;
  /** The bytes of each room, counted from the disk at the first use. */
  readonly #usage = new Map<RoomId, Promise<{ bytes: number }>>();
  readonly #diskUsage: DiskUsage;
  readonly #limits: Required<Omit<DiskLimits, 'isShared'>>;

  private constructor(folder: string, diskUsage: DiskUsage, limits: Required<Omit<DiskLimits, 'isShared'>>) {
    this.#folder = folder;
    this.#diskUsage = diskUsage;
    this.#limits = limits;
  }

  /** @param folder is created when it is missing; uploads that a crash interrupted are removed from it */
  static async create(
    folder: string,
    { quotaBytes, freeBytes, readFree = () => freeSpaceOf(folder), isShared = false }: DiskLimits,
  ): Promise<DiskFileStore> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const diskUsage = new DiskUsage();
    for (const room of await readdir(folder)) {
      for (const name of await namesIn(join(folder, room))) {
        const path = join(folder, room, name);
        if (name.endsWith(unfinished)) {
          if (!isShared || (await isForsaken(path))) await rm(path, { force: true });
        } else diskUsage.add(room, name, (await sizeOf(path)) ?? 0);
      }
    }
    return new DiskFileStore(folder, diskUsage, { quotaBytes, freeBytes, readFree });
  }

  async shortage(): Promise<'full' | 'disk' | 'quota' | undefined> {
    const { quotaBytes, freeBytes, readFree } = this.#limits;
    const free = await readFree();
    if (free < freeBytes * lastReserve) return 'full';
    if (free < freeBytes) return 'disk';
    return this.#diskUsage.bytes >= quotaBytes ? 'quota' : undefined;
  }

  async disk(): Promise<{ freeBytes: number; totalBytes: number } | undefined> {
    try {
      const { bavail, blocks, bsize } = await statfs(this.#folder);
      return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
    } catch {
      return undefined;
    }
  }

  async put(room: RoomId, source: AsyncIterable<Uint8Array>, limits: PutLimits): Promise<StoredFile> {
    const folder = this.#folderOf(room);
    const { id = randomBytes(24).toString('base64url') } = limits;
    const path = join(folder, FileId.parse(id));
    const usage = await this.#usageOf(room);
    let bytes = 0;
    let looked = 0;
    const count = async (length: number) => {
      bytes += length;
      usage.bytes += length;
      this.#diskUsage.write(length);
      if (bytes > limits.maxBytes) throw new AppError('invalid', 'This file is too large.');
      if (usage.bytes > (limits.quotaBytes ?? Infinity))
        throw new AppError(
          'full',
          'The files of this room have used up their space. Delete some, or ask a moderator to.',
        );
      if (this.#diskUsage.bytes > this.#limits.quotaBytes) throw noSpace();
      if (bytes < looked + checkAgainBytes) return;
      looked = bytes;
      if ((await this.shortage()) === 'disk') throw noSpace();
    };
    try {
      if ((await this.shortage()) !== undefined) throw noSpace();
      await inWords(mkdir(folder, { recursive: true, mode: 0o700 }));
      await writeWhole(path + unfinished, source, count);
      if (bytes === 0) throw new AppError('invalid', 'This file is empty.');
      await inWords(rename(path + unfinished, path));
      await inWords(syncFolder(folder));
      this.#diskUsage.write(-bytes);
      this.#diskUsage.add(room, id, bytes);
      return { id, bytes };
    } catch (error) {
      usage.bytes -= bytes;
      this.#diskUsage.write(-bytes);
      // The next start removes a rest that stays here; the error of the upload matters more.
      await rm(path + unfinished, { force: true }).catch(() => undefined);
      throw error;
    }
  }

  async share(room: RoomId, id: FileId, other: RoomId): Promise<void> {
    const [path, target] = [this.#pathOf(room, id), this.#pathOf(other, id)];
    const bytes = path === undefined ? undefined : await sizeOf(path);
    if (path === undefined || target === undefined || bytes === undefined) {
      throw new AppError('notFound', 'There is no such file.');
    }
    const usage = await this.#usageOf(other);
    if ((await sizeOf(target)) !== undefined) return;
    await inWords(mkdir(this.#folderOf(other), { recursive: true, mode: 0o700 }));
    await inWords(linkOrCopy(path, target));
    await inWords(syncFolder(this.#folderOf(other)));
    usage.bytes += bytes;
    this.#diskUsage.add(other, id, bytes);
  }

  async open(room: RoomId, id: FileId): Promise<OpenFile | undefined> {
    const path = this.#pathOf(room, id);
    const bytes = path === undefined ? undefined : await sizeOf(path);
    if (path === undefined || bytes === undefined) return undefined;
    return { bytes, stream: createReadStream(path) };
  }

  async list(room: RoomId): Promise<FileId[]> {
    return (await namesIn(this.#folderOf(room))).filter((name) => FileId.safeParse(name).success);
  }

  async head(room: RoomId, id: FileId, bytes: number): Promise<Buffer | undefined> {
    const path = this.#pathOf(room, id);
    if (path === undefined || (await sizeOf(path)) === undefined) return undefined;
    const file = await inWords(open(path));
    try {
      const { buffer, bytesRead } = await inWords(file.read(Buffer.alloc(bytes), 0, bytes, 0));
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }

  async remove(room: RoomId, id: FileId): Promise<void> {
    const path = this.#pathOf(room, id);
    const bytes = path === undefined ? undefined : await sizeOf(path);
    if (path === undefined || bytes === undefined) return;
    const usage = await this.#usageOf(room);
    await inWords(rm(path));
    usage.bytes -= bytes;
    this.#diskUsage.drop(room, id);
  }

  async removeRoom(room: RoomId): Promise<void> {
    const names = await namesIn(this.#folderOf(room));
    await inWords(rm(this.#folderOf(room), { recursive: true, force: true }));
    this.#usage.delete(room);
    for (const name of names) this.#diskUsage.drop(room, name);
  }

  async usage(room: RoomId): Promise<number> {
    return (await this.#usageOf(room)).bytes;
  }

  /** The folder of a room. Ids are checked against their form, so that no path leads out of the data folder. */
  #folderOf(room: RoomId): string {
    if (!RoomId.safeParse(room).success) throw new AppError('notFound', 'There is no such room.');
    return join(this.#folder, room);
  }

  #pathOf(room: RoomId, id: FileId): string | undefined {
    return FileId.safeParse(id).success ? join(this.#folderOf(room), id) : undefined;
  }

  #usageOf(room: RoomId): Promise<{ bytes: number }> {
    const known = this.#usage.get(room);
    if (known) return known;
    const counted = countBytes(this.#folderOf(room)).then((bytes) => ({ bytes }));
    this.#usage.set(room, counted);
    counted.catch(() => this.#usage.delete(room));
    return counted;
  }
}

async function writeWhole(path: string, source: AsyncIterable<Uint8Array>, count: (length: number) => Promise<void>) {
  let file: FileHandle | undefined;
  try {
    file = await inWords(open(path, 'wx', 0o600));
    for await (const chunk of source) {
      await count(chunk.byteLength);
      await inWords(file.writeFile(chunk));
    }
    await inWords(file.sync());
  } finally {
    await file?.close();
  }
}

/** Makes a second name for the same bytes, which the last name frees; copies where the file system has no links. */
async function linkOrCopy(path: string, target: string): Promise<void> {
  try {
    await link(path, target);
  } catch (error) {
    if (isCode(error, 'EEXIST')) return;
    await copyFile(path, target + unfinished);
    await rename(target + unfinished, target);
  }
}

/** Syncs the folder, because a new name survives a power cut only then. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function countBytes(folder: string): Promise<number> {
  const sizes = await Promise.all((await namesIn(folder)).map((name) => sizeOf(join(folder, name))));
  return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw unavailable(error);
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw unavailable(error);
  }
}

/** The free bytes. A disk that does not report them counts as free: a write then shows its error. */
async function freeSpaceOf(folder: string): Promise<number> {
  try {
    const { bavail, bsize, files, ffree } = await statfs(folder);
    // Small files use up inodes before bytes. Some file systems have no bound on them, and report none at all.
    return files > 0 && ffree < fewestNames ? 0 : bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function noSpace(): AppError {
  return new AppError('full', 'This server has no space for more files right now. Tell the people who run it.');
}

/** Turns an error of the disk into `unavailable`, with the original as its cause for the log. */
async function inWords<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw unavailable(error);
  }
}

function unavailable(error: unknown): AppError {
  return Object.assign(new AppError('unavailable', 'Files cannot be stored or read right now.'), { cause: error });
}

function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

async function isForsaken(path: string): Promise<boolean> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
  return Date.now() - mtimeMs > forsakenMs;
}
