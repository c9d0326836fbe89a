import type { FileId, RoomId } from '@plenum/shared/core/ids';

/** The bounds of one upload, in bytes. */
export interface PutLimits {
  readonly maxBytes: number;
  /** The most bytes of all files of the room, this one included; no bound when left out. */
  readonly quotaBytes?: number;
  /** The id that the file gets; a new one when left out. */
  readonly id?: FileId;
}

/** A file that is stored whole and durably. */
export interface StoredFile {
  readonly id: FileId;
  readonly bytes: number;
}

/** A file that is being read. The caller who opened it reads it to its end or destroys it. */
export interface OpenFile {
  readonly bytes: number;
  readonly stream: NodeJS.ReadableStream & { destroy(error?: Error): void };
}

/**
 * Stores the files of rooms: on disk, later elsewhere. It does not know their content or purpose. Every call may throw
 * AppError `unavailable`.
 */
export interface FileStore {
  /**
   * Reads `source` to its end and stores it under a new id; when this throws, no file and no part of one stays.
   * @throws AppError `invalid` when there are more than `maxBytes`, or none at all
   * @throws AppError `full` when the room would have more than `quotaBytes`, and while there is a `shortage`
   * @throws the error of `source` when it breaks off
   */
  put(room: RoomId, source: AsyncIterable<Uint8Array>, limits: PutLimits): Promise<StoredFile>;
  /**
   * Gives another room this file too, under the same id; each room removes its own. Does nothing when that room already has
   * it.
   * @throws AppError `notFound` when this room has no such file
   */
  share(room: RoomId, id: FileId, other: RoomId): Promise<void>;
  /** Undefined when this room has no such file. */
  open(room: RoomId, id: FileId): Promise<OpenFile | undefined>;
  /** The ids of the room's files. */
  list(room: RoomId): Promise<FileId[]>;
  /** At most the first `bytes` of a file, for finding its type; undefined when this room has no such file. */
  head(room: RoomId, id: FileId, bytes: number): Promise<Buffer | undefined>;
  /** Does nothing when there is no such file. */
  remove(room: RoomId, id: FileId): Promise<void>;
  removeRoom(room: RoomId): Promise<void>;
  /**
   * Why no more files are stored for now: the disk is full but for a last reserve, the disk is nearly full, or the quota of
   * all files is used up.
   */
  shortage(): Promise<'full' | 'disk' | 'quota' | undefined>;
  /** The free and all bytes of the disk; undefined where the disk does not say. */
  disk(): Promise<{ readonly freeBytes: number; readonly totalBytes: number } | undefined>;
  /** The bytes of the room's files, unfinished ones included. */
  usage(room: RoomId): Promise<number>;
}
