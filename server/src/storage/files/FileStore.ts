import type { FileId, RoomId } from '@plenum/shared/core/ids';

/** Bounds on one upload, in bytes. */
export interface PutLimits {
  readonly maxBytes: number;
  /** What all files of the room together may take, this one included; no bound when left out. */
  readonly quotaBytes?: number;
}

/** A file that is wholly and durably there. */
export interface StoredFile {
  readonly id: FileId;
  readonly bytes: number;
}

/** A file that is being read. Who opens it reads it to its end or destroys it. */
export interface OpenFile {
  readonly bytes: number;
  readonly stream: NodeJS.ReadableStream & { destroy(error?: Error): void };
}

/**
 * Where the files of rooms are kept: on disk, later elsewhere. It knows nothing of what is in them or what they are
 * for. Any call may throw AppError `unavailable`.
 */
export interface FileStore {
  /**
   * Reads `source` to its end and keeps it under a new id; there is no file, nor a part of one, when this throws.
   * @throws AppError `invalid` when there are more than `maxBytes`, or none at all
   * @throws AppError `full` when the room would have more than `quotaBytes`, and while there is a `shortage`
   * @throws the error of `source` when it breaks off
   */
  put(room: RoomId, source: AsyncIterable<Uint8Array>, limits: PutLimits): Promise<StoredFile>;
  /**
   * Another room has this file too, under the same id; each room loses its own alone. Nothing happens when it has it already.
   * @throws AppError `notFound` when this room has no such file
   */
  share(room: RoomId, id: FileId, other: RoomId): Promise<void>;
  /** Undefined when this room has no such file. */
  open(room: RoomId, id: FileId): Promise<OpenFile | undefined>;
  /** At most the first `bytes` of a file, to look at what it is; undefined when this room has no such file. */
  head(room: RoomId, id: FileId, bytes: number): Promise<Buffer | undefined>;
  /** Nothing happens when there is no such file. */
  remove(room: RoomId, id: FileId): Promise<void>;
  removeRoom(room: RoomId): Promise<void>;
  /**
   * Why no more files are kept for now: the disk is full but for a last reserve, nearly full, or all files together take what
   * they may.
   */
  shortage(): Promise<'full' | 'disk' | 'quota' | undefined>;
  /** Bytes that the room's files take, those included that are still being written. */
  usage(room: RoomId): Promise<number>;
}
